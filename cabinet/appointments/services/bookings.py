"""«Записаться», «Перенести», «Отменить запись»."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit import record
from tenancy.locks import beside_others, one_at_a_time

from .. import letters, queries
from ..errors import BookingOver, TooManyBookings
from ..models import Booking
from . import places, reminders, waiting
from .visitor import Visitor

State = Booking.State


@dataclass(frozen=True)
class Wanted:
    office: int
    service: int
    starts_at: datetime


@transaction.atomic
def book(wanted: Wanted, visitor: Visitor, *, by: User | None, key: uuid.UUID, now: datetime) -> Booking:
    """Book a visit; the same key is the same visit. Staff may book more for somebody than people for themselves.

    Raises SlotNotOffered, SlotTaken, TooManyBookings. `by` is None for somebody without an account.
    """
    beside_others(places.TIMETABLE_LOCK)
    if made := Booking.objects.filter(key=key, user=visitor.user).first():
        return made
    table = queries.timetable()
    office, service = places.parts_of(table, wanted.office, wanted.service)
    offered = places.windows_at(table, office, service, wanted.starts_at, now=now)
    if by is None or not by.is_staff_of_company:
        _count(visitor, table.active_limit, now=now)
    booking = visitor.booking(key=key, now=now)
    booking.state = State.BOOKED
    places.describe(booking, office, service)
    places.insert(booking, offered)
    record(by, "appointment.booked", booking, now=now, title=_title(booking))
    letters.booked(booking)
    reminders.plan(booking, now=now)
    return booking


@transaction.atomic
def move(booking: Booking, wanted: Wanted, *, by: User | None, now: datetime) -> Booking:
    """Give a visit another time, perhaps in another office. The time it had is free at once.

    Raises SlotNotOffered, SlotTaken, BookingOver.
    """
    beside_others(places.TIMETABLE_LOCK)
    booking = _ahead(booking, now=now)
    if (booking.office, booking.starts_at) == (wanted.office, wanted.starts_at):
        return booking
    table = queries.timetable()
    office, service = places.parts_of(table, wanted.office, wanted.service)
    offered = places.windows_at(table, office, service, wanted.starts_at, now=now)
    places.describe(booking, office, service)
    booking.revision, booking.changed_at = booking.revision + 1, now
    places.change(booking, offered)
    record(by, "appointment.moved", booking, now=now, title=_title(booking))
    letters.moved(booking)
    reminders.plan(booking, now=now)
    waiting.plan(now=now)
    return booking


@transaction.atomic
def cancel(booking: Booking, *, reason: str = "", by: User | None, now: datetime) -> None:
    """Give the time back, or stop waiting for one. Cancelled already, nothing happens. Raises BookingOver."""
    locked = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if locked.state == State.CANCELLED:
        return
    if not locked.is_waiting:
        locked = _ahead(locked, now=now)
    give_back(locked, reason=reason, now=now)
    record(by, "appointment.cancelled", locked, now=now)


def give_back(booking: Booking, *, reason: str, now: datetime) -> None:
    """Of a locked row: it is cancelled, whoever comes is told, and so are those who wait for a time."""
    had_time = booking.is_booked
    booking.state, booking.occupied, booking.reason = State.CANCELLED, None, reason
    booking.revision, booking.changed_at = booking.revision + 1, now
    booking.save(update_fields=["state", "occupied", "reason", "revision", "changed_at"])
    reminders.forget(booking)
    if had_time:
        letters.cancelled(booking)
        waiting.plan(now=now)


def _count(visitor: Visitor, limit: int, *, now: datetime) -> None:
    """Visits ahead of one account or one telephone; two that book at once are counted one after the other."""
    whose = Q(user=visitor.user) if visitor.user else Q(user=None, phone=visitor.phone)
    one_at_a_time(f"appointments of {visitor.user.pk if visitor.user else visitor.phone}")
    count = Booking.objects.booked().filter(whose, ends_at__gt=now).count()
    if count >= limit:
        raise TooManyBookings(count=count)


def _ahead(booking: Booking, *, now: datetime) -> Booking:
    locked = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if not locked.is_booked or locked.starts_at is None or locked.starts_at <= now:
        raise BookingOver
    return locked


def _title(booking: Booking) -> str:
    assert booking.starts_at is not None  # noqa: S101
    return f"{timezone.localtime(booking.starts_at):%d.%m.%Y %H:%M}, {booking.service_name}"
