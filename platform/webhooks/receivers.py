"""Listens to the journal: what is told outside is written down for each endpoint that wants it, in its transaction."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from audit.models import Record
from audit.signals import recorded
from tenancy.company import is_public

from . import outbox, ports
from .models import Endpoint


@receiver(recorded, dispatch_uid="webhooks.write")
def write(sender: Any, record: Record, for_applicant: bool, **kwargs: Any) -> None:
    """One query where a company has no webhooks. Where it has, only those of the applicant of the case are found."""
    listening = Endpoint.objects.listening()
    if is_public() or not listening.exists():
        return
    place = ports.place_of(record)
    whose = Q(acts_for=None)
    if for_applicant and place.applicant is not None:
        whose |= Q(acts_for=place.applicant)
    for endpoint in listening.filter(whose).order_by("pk"):
        if endpoint.wants(record.event, place.kind):
            outbox.write(endpoint, event=record.event, record=record, now=record.at)
