"""Giving a visit a window and its time, so that nobody else can have them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from tenancy.locks import one_at_a_time

from .. import queries, slots
from ..errors import SlotNotOffered, SlotTaken
from ..models import Booking, occupied_by
from ..slots import Slot
from ..timetable import Office, Service, Timetable

# Held alone while a timetable is saved, side by side while visits are booked under the one that holds.
TIMETABLE_LOCK = "appointments.timetable"


def parts_of(table: Timetable, office: int, service: int) -> tuple[Office, Service]:
    """Raises SlotNotOffered for what the timetable does not have."""
    place, what = table.office(office), table.service(service)
    if place is None or what is None or not any(what.number in one.services for one in place.windows):
        raise SlotNotOffered
    return place, what


def describe(booking: Booking, office: Office, service: Service) -> None:
    """Keep in words what office and service are called now."""
    booking.office, booking.service = office.number, service.number
    booking.place = ", ".join(filter(None, [office.name, office.address]))
    booking.service_name = service.name
    booking.zone = office.zone or queries.company_zone()


def windows_at(table: Timetable, office: Office, service: Service, starts_at: datetime, *, now: datetime) -> list[Slot]:
    """The slots which begin then, one for each window. Raises SlotNotOffered."""
    zone = ZoneInfo(office.zone or queries.company_zone())
    day = starts_at.astimezone(zone).date()
    found: list[Slot] = []
    if day in slots.bookable_days(table, now=now, zone=zone):
        found = [slot for slot in queries.slots_of(table, office, service, day) if slot.starts_at == starts_at]
    if not found or starts_at < now + timedelta(minutes=table.notice_minutes):
        raise SlotNotOffered
    return found


def insert(booking: Booking, offered: list[Slot]) -> None:
    """Write the visit down in the first window that is free. Raises SlotTaken.

    The database decides who is first: an insert that meets the time of another does nothing, also while the other
    transaction is still open.
    """
    for slot in offered:
        _put(booking, slot)
        Booking.objects.bulk_create([booking], ignore_conflicts=True)
        made = Booking.objects.filter(key=booking.key).values_list("pk", flat=True).first()
        if made is not None:
            booking.pk = made
            return
    raise SlotTaken


def change(booking: Booking, offered: list[Slot]) -> None:
    """Give a saved visit another time, in the first window that is free. Raises SlotTaken.

    Two that move into one slot wait for each other here: two updates that meet in an exclusion constraint would be a
    deadlock.
    """
    for slot in offered:
        one_at_a_time(f"appointments.window {slot.window}")
        _put(booking, slot)
        try:
            with transaction.atomic():
                booking.save()
        except IntegrityError:
            continue
        return
    raise SlotTaken


def _put(booking: Booking, slot: Slot) -> None:
    booking.window, booking.starts_at, booking.ends_at = slot.window, slot.starts_at, slot.ends_at
    booking.occupied = occupied_by(slot.window, slot.starts_at, slot.ends_at)
