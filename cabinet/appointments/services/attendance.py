"""«Пришёл», «Не пришёл», and the way back from a wrong press."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record

from ..errors import BookingOver
from ..models import Booking
from . import reminders

State = Booking.State
MARKS = (State.ARRIVED, State.ABSENT, State.BOOKED)


@transaction.atomic
def mark_visit(booking: Booking, *, state: str, by: User, now: datetime) -> None:
    """Raises BookingOver for a cancelled visit, and for «Не пришёл» before it has begun."""
    locked = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if locked.state not in MARKS or state not in MARKS or locked.starts_at is None:
        raise BookingOver
    if state == State.ABSENT and now < locked.starts_at:
        raise BookingOver("Отметить «Не пришёл» можно после начала приёма")
    if locked.state == state:
        return
    locked.state, locked.changed_at = State(state), now
    locked.save(update_fields=["state", "changed_at"])
    reminders.plan(locked, now=now) if locked.is_booked else reminders.forget(locked)
    record(by, "appointment.attended", locked, now=now, what=State(state).label)
