"""A day and two hours before a visit: due work finds the moment, the key of the letter makes it one."""

from datetime import datetime, timedelta

from django.db import transaction

from tenancy import due

from .. import letters
from ..models import Booking

TASK = "appointments.remind"
DAY_BEFORE, HOURS_BEFORE = timedelta(days=1), timedelta(hours=2)


def plan(booking: Booking, *, now: datetime) -> None:
    """List the next reminder. One whose moment was past when the visit was booked or moved is none: the letter about
    that says the same.
    """
    assert booking.starts_at is not None  # noqa: S101
    ahead = [booking.starts_at - mark for mark in (DAY_BEFORE, HOURS_BEFORE) if booking.starts_at - mark > now]
    if ahead:
        due.plan(TASK, booking.pk, at=min(ahead))
    else:
        forget(booking)


def forget(booking: Booking) -> None:
    due.settle(TASK, booking.pk)


@transaction.atomic
def remind(booking_id: int, *, now: datetime) -> None:
    """Called twice for one moment, it writes one letter; after a move or a cancellation none of the old time."""
    booking = Booking.objects.select_for_update(no_key=True).filter(pk=booking_id).first()
    if booking is None or not booking.is_booked or booking.starts_at is None or booking.starts_at <= now:
        due.settle(TASK, booking_id)
        return
    marks = [mark for mark in (HOURS_BEFORE, DAY_BEFORE) if booking.changed_at < booking.starts_at - mark <= now]
    if marks:
        letters.reminded(booking, is_soon=min(marks) == HOURS_BEFORE)
    plan(booking, now=now)
