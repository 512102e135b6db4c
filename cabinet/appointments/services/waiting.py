"""«Сообщить, когда появится время»: who waits is told once, as soon as there is something to choose from."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from tenancy import due

from .. import letters, queries
from ..errors import TimeIsFree
from ..models import Booking
from . import places
from .visitor import Visitor

TASK = "appointments.tell_waiting"
ALL = 0  # the subject of the work: all who wait in the company
State = Booking.State


def plan(*, now: datetime) -> None:
    """Somebody has given a time back, or the timetable has changed."""
    if Booking.objects.filter(state=State.WAITING).exists():
        due.plan_now(TASK, ALL, now=now)


@transaction.atomic
def wait_for_time(
    visitor: Visitor, *, office: int, service: int, by: User | None, key: uuid.UUID, now: datetime
) -> Booking:
    """Keep a visit that has no time yet. The same key, or the same person with the same wish, is one wish.

    Raises TimeIsFree, SlotNotOffered.
    """
    table = queries.timetable()
    place, what = places.parts_of(table, office, service)
    if queries.free_days(table, place, what, now=now):
        raise TimeIsFree
    booking = visitor.booking(key=key, now=now)
    booking.state = State.WAITING
    places.describe(booking, place, what)
    same: dict[str, object] = {"office": office, "service": service, "state": State.WAITING, "user": booking.user}
    if booking.user is None:
        same["phone"] = booking.phone
    if made := Booking.objects.filter(**same).first():
        return made
    Booking.objects.bulk_create([booking], ignore_conflicts=True)
    booking = Booking.objects.get(key=booking.key)
    record(by, "appointment.waited", booking, now=now)
    return booking


@transaction.atomic
def tell_waiting(*, now: datetime) -> None:
    """Tell all who wait for what is free now. Rows that another worker holds it is telling itself."""
    due.settle(TASK, ALL)
    table = queries.timetable()
    free: dict[tuple[int, int], bool] = {}
    waiting = Booking.objects.filter(state=State.WAITING).order_by("pk")
    for booking in waiting.select_for_update(skip_locked=True, no_key=True):
        what = booking.office, booking.service
        if what not in free:
            free[what] = _is_free(table, *what, now=now)
        if free[what]:
            booking.state, booking.changed_at = State.TOLD, now
            booking.save(update_fields=["state", "changed_at"])
            letters.time_appeared(booking)
            record(None, "appointment.told", booking, now=now)


def _is_free(table: queries.Timetable, office: int, service: int, *, now: datetime) -> bool:
    place, what = table.office(office), table.service(service)
    return bool(place and what and queries.free_days(table, place, what, now=now))
