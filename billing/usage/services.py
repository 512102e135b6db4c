"""How a fact is written down. Each verb is called in the transaction of the fact, inside the company."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from tenancy import due

from .dimensions import LEVELS, Dimension
from .errors import NothingToCorrect, ReasonNeeded
from .models import Event

# The task that gathers the events of a company into the shared tables, and the time of day at which it comes.
GATHER = "subscriptions.gather"
GATHERED_AT = time(1, 30)


@transaction.atomic
def note(dimension: Dimension, quantity: int, *, key: str, subject: int | None = None, now: datetime) -> None:
    """Write a count down, once for a key, and have the company gathered in the coming night."""
    _write(dimension, quantity, key=key, subject=subject, day=localdate(now), now=now)


@transaction.atomic
def note_level(dimension: Dimension, level: int, *, now: datetime) -> None:
    """Write a level down if it is another than the last one. The key names the event before, so of two one stays."""
    last = Event.objects.filter(dimension=dimension).order_by("-pk").first()
    if last is not None and last.quantity == level:
        return
    before = last.pk if last else 0
    _write(dimension, level, key=f"{dimension}/{before}/{level}", day=localdate(now), now=now)


@transaction.atomic
def correct(dimension: Dimension, quantity: int, *, day: date, reason: str, by: str, key: str, now: datetime) -> None:
    """Add to a count of a day, or take from it; of a level, say what it was on that day.

    Raises NothingToCorrect, ReasonNeeded.
    """
    if day > localdate(now) or (quantity == 0 and dimension not in LEVELS) or (quantity < 0 and dimension in LEVELS):
        raise NothingToCorrect
    if not reason.strip():
        raise ReasonNeeded
    _write(dimension, quantity, key=f"correction/{key}", day=day, reason=reason, by=by, now=now)


def _write(
    dimension: Dimension,
    quantity: int,
    *,
    key: str,
    day: date,
    subject: int | None = None,
    reason: str = "",
    by: str = "",
    now: datetime,
) -> None:
    event = Event(
        key=key, dimension=dimension, quantity=quantity, day=day, subject=subject, reason=reason, by=by, recorded_at=now
    )
    Event.objects.bulk_create([event], ignore_conflicts=True)
    due.plan_once(GATHER, 0, at=_coming_night(now))


def _coming_night(now: datetime) -> datetime:
    tonight = make_aware(datetime.combine(localdate(now), GATHERED_AT))
    return tonight if tonight > now else make_aware(datetime.combine(localdate(now) + timedelta(days=1), GATHERED_AT))
