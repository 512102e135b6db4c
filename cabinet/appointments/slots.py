"""Free times, reckoned from the timetable whenever they are asked for and never stored. Knows no Django.

Hours are written as the clock of the office shows them; slots are steps of real time between the two instants which
these hours mean on that day. So an hour that the clock skips has no slot, and one that it shows twice has slots twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .timetable import Office, Service, Span, Special, Timetable, Window

Moments = tuple[datetime, datetime]  # from and to, in UTC
IsHoliday = Callable[[date], bool]
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    window: int


def zone_of(office: Office, company_zone: str) -> ZoneInfo:
    return ZoneInfo(office.zone or company_zone)


def hours(timetable: Timetable, office: Office, window: Window, day: date, is_holiday: IsHoliday) -> list[Span]:
    """When the window works on this day. Of several exceptions for a day the one that names most counts, the newest of
    equals; its hours are taken as they are written, without the breaks of ordinary days.
    """
    special = max(
        (one for one in timetable.specials if one.day == day and _is_about(one, office, window)),
        key=lambda one: (bool(one.window), bool(one.office), one.number),
        default=None,
    )
    if special is not None:
        return sorted(special.hours, key=lambda span: span.opens)
    if is_holiday(day):
        return []
    return _without(window.week[day.weekday()], window.breaks)


def open_moments(
    timetable: Timetable, office: Office, window: Window, day: date, *, zone: ZoneInfo, is_holiday: IsHoliday
) -> list[Moments]:
    found = [_moments(day, span, zone) for span in hours(timetable, office, window, day, is_holiday)]
    return [(begins, ends) for begins, ends in found if begins < ends]


def slots_of_day(
    timetable: Timetable, office: Office, service: Service, day: date, *, zone: ZoneInfo, is_holiday: IsHoliday
) -> Iterator[Slot]:
    """Every slot of a service, whether it is free or not."""
    step = timedelta(minutes=service.minutes)
    for window in office.windows:
        if service.number not in window.services:
            continue
        for begins, ends in open_moments(timetable, office, window, day, zone=zone, is_holiday=is_holiday):
            while begins + step <= ends:
                yield Slot(begins, begins + step, window.number)
                begins += step


def free(slots: Iterable[Slot], busy: Mapping[int, Sequence[Moments]], *, since: datetime) -> list[Slot]:
    """Those that begin at `since` or later, and whose window is not busy then. The earliest come first."""
    return sorted(
        slot
        for slot in slots
        if slot.starts_at >= since
        and not any(begins < slot.ends_at and slot.starts_at < ends for begins, ends in busy.get(slot.window, ()))
    )


def bookable_days(timetable: Timetable, *, now: datetime, zone: ZoneInfo) -> list[date]:
    today = now.astimezone(zone).date()
    return [today + DAY * number for number in range(timetable.horizon_days + 1)]


def holds(
    timetable: Timetable,
    *,
    window: int,
    service: int,
    starts_at: datetime,
    ends_at: datetime,
    company_zone: str,
    is_holiday: IsHoliday,
) -> bool:
    """A visit that was booked under another timetable still has its window, open all the time of the visit."""
    for office in timetable.offices:
        zone = zone_of(office, company_zone)
        for one in office.windows:
            if one.number != window or service not in one.services or timetable.service(service) is None:
                continue
            day = starts_at.astimezone(zone).date()
            moments = open_moments(timetable, office, one, day, zone=zone, is_holiday=is_holiday)
            return any(begins <= starts_at and ends_at <= ends for begins, ends in _joined(moments))
    return False


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Two spans that share time, or None."""
    ordered = sorted(spans, key=lambda span: (span.opens, span.closes))
    for one, following in pairwise(ordered):
        if following.opens < one.closes:
            return one, following
    return None


def _is_about(special: Special, office: Office, window: Window) -> bool:
    return special.office in {0, office.number} and special.window in {0, window.number}


def _without(spans: Iterable[Span], breaks: Iterable[Span]) -> list[Span]:
    left = sorted(spans, key=lambda span: span.opens)
    for pause in breaks:
        left = [part for span in left for part in _cut(span, pause)]
    return left


def _cut(span: Span, pause: Span) -> list[Span]:
    if pause.closes <= span.opens or span.closes <= pause.opens:
        return [span]
    parts = [(span.opens, min(pause.opens, span.closes)), (max(pause.closes, span.opens), span.closes)]
    return [Span(opens=opens, closes=closes) for opens, closes in parts if opens < closes]


def _moments(day: date, span: Span, zone: ZoneInfo) -> Moments:
    """Of an hour that the clock shows twice the opening is the first, the closing the second."""
    return _instant(day, span.opens, zone, fold=0), _instant(day, span.closes, zone, fold=1)


def _instant(day: date, at: time, zone: ZoneInfo, *, fold: int) -> datetime:
    """A time that the clock skips is the instant of the jump, whichever way it is read."""
    told = datetime.combine(day, at, zone)
    early, late = (told.replace(fold=one).astimezone(UTC) for one in (0, 1))
    if early > late:  # skipped: the first reading lies after the jump, the second one before it
        return _jump(late, early, zone)
    return late if fold else early


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone changes its offset, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _joined(moments: Iterable[Moments]) -> list[Moments]:
    """Moments that touch become one: a visit may pass from one written span into the next."""
    joined: list[Moments] = []
    for begins, ends in sorted(moments):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined
