"""What is read of appointments: the timetable of the moment, free times, visits."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from cabinet.deadlines.calendar import HOLIDAYS, SATURDAY, russia
from tenancy.company import current_company

from . import slots
from .models import Booking, BookingQuerySet, TimetableVersion
from .slots import Slot
from .timetable import Office, Service, Timetable

DAY = timedelta(days=1)


def timetable() -> Timetable:
    """The newest one; an empty one while nothing was saved."""
    document = TimetableVersion.objects.order_by("-pk").values_list("document", flat=True).first()
    return Timetable.model_validate(document) if document else Timetable()


def versions() -> list[TimetableVersion]:
    return list(TimetableVersion.objects.order_by("-pk").defer("document")[:20])


def company_zone() -> str:
    return str(current_company().time_zone)


def is_holiday(day: date) -> bool:
    """A holiday, or a day of the week that the production calendar has made free. Saturdays and Sundays are no
    holidays: on which of them people are received is said by the week of each window.
    """
    return (day.month, day.day) in HOLIDAYS or (day.weekday() < SATURDAY and not russia().is_working(day))


def slots_of(table: Timetable, office: Office, service: Service, day: date) -> list[Slot]:
    zone = slots.zone_of(office, company_zone())
    return list(slots.slots_of_day(table, office, service, day, zone=zone, is_holiday=is_holiday))


def free_days(table: Timetable, office: Office, service: Service, *, now: datetime) -> dict[date, list[Slot]]:
    """Days on which something is free, each with its free slots. One query, however many days and windows."""
    zone = slots.zone_of(office, company_zone())
    days = slots.bookable_days(table, now=now, zone=zone)
    busy = _busy(office, _midnight(days[0], zone), _midnight(days[-1] + DAY, zone))
    since = now + timedelta(minutes=table.notice_minutes)
    found = {day: slots.free(slots_of(table, office, service, day), busy, since=since) for day in days}
    return {day: times for day, times in found.items() if times}


def starts(free: Iterable[Slot], zone: ZoneInfo) -> list[datetime]:
    """When somebody may come, whatever window it is; as the clock of the office shows it."""
    return [moment.astimezone(zone) for moment in sorted({slot.starts_at for slot in free})]


def ahead_of(user: User, *, now: datetime) -> list[Booking]:
    """The visits of a person that are still to come, the next one first; then what they wait for."""
    is_ahead = Q(state=Booking.State.BOOKED, ends_at__gt=now) | Q(state=Booking.State.WAITING)
    return list(Booking.objects.filter(is_ahead, user=user).order_by(F("starts_at").asc(nulls_last=True), "pk"))


def shown_to(user: Any, key: Any) -> BookingQuerySet:
    return Booking.objects.visible_to(user).filter(key=key)


def visits_of_day(day: date, office: int) -> list[Booking]:
    """What the desk needs of a day, window by window in the order of time."""
    zone = ZoneInfo(company_zone())
    if chosen := timetable().office(office):
        zone = slots.zone_of(chosen, company_zone())
    found = Booking.objects.filter(
        office=office, starts_at__gte=_midnight(day, zone), starts_at__lt=_midnight(day + DAY, zone)
    ).exclude(state=Booking.State.CANCELLED)
    return list(found.select_related("case").order_by("starts_at", "window"))


def touched_by(table: Timetable, *, now: datetime) -> list[Booking]:
    """The visits ahead that would lose their time if this timetable held."""
    zone = company_zone()
    return [
        one
        for one in Booking.objects.booked().filter(ends_at__gt=now).order_by("starts_at", "pk")
        if not slots.holds(
            table,
            window=one.window or 0,
            service=one.service,
            starts_at=one.starts_at,  # type: ignore[arg-type]  # a booked visit has its time
            ends_at=one.ends_at,  # type: ignore[arg-type]
            company_zone=zone,
            is_holiday=is_holiday,
        )
    ]


def _busy(office: Office, since: datetime, until: datetime) -> dict[int, list[slots.Moments]]:
    busy: dict[int, list[slots.Moments]] = defaultdict(list)
    taken = Booking.objects.filter(
        occupied__isnull=False,
        starts_at__lt=until,
        starts_at__gte=since,
        window__in=[one.number for one in office.windows],
    )
    for window, begins, ends in taken.values_list("window", "starts_at", "ends_at"):
        if window and begins and ends:  # who holds a time has all three
            busy[window].append((begins, ends))
    return busy


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001


def last_day(table: Timetable, office: Office, *, now: datetime) -> date:
    """The last day for which people may book now."""
    return slots.bookable_days(table, now=now, zone=slots.zone_of(office, company_zone()))[-1]
