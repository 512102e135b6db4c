"""Removal of what is old from the shared tables, so that the log of deliveries does not grow without end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import Delivery, Endpoint

KEPT = timedelta(days=90)
BATCH = 5_000  # rows of one statement, so that no lock lasts


@dataclass(frozen=True)
class Removed:
    deliveries: int
    endpoints: int


def remove_old(*, now: datetime) -> Removed:
    """Delete deliveries that are older than KEPT, and endpoints that were removed as long ago.

    Nothing is tried for more than three days, so an old delivery is never still on its way; one that waits at a paused
    endpoint has long been too old to be sent. Both tables stand in `public`, so no company has to be visited.
    """
    horizon = now - KEPT
    removed, reached = 0, 0
    # Numbers grow with time, so the walk along the primary key ends with the first rows that are not old.
    while batch := list(Delivery.objects.filter(pk__gt=reached).order_by("pk").values_list("pk", "made_at")[:BATCH]):
        old = [pk for pk, made_at in batch if made_at < horizon]
        removed += Delivery.objects.filter(pk__in=old).delete()[0]
        if not old:
            break
        reached = batch[-1][0]
    endpoints = Endpoint.objects.filter(removed_at__lt=horizon, deliveries=None)
    return Removed(removed, endpoints.delete()[0])
