"""How a term is counted: articles 190–194 of the Civil Code, and pauses.

A term is set by a length of time (article 190). The day of the event is not counted, so the first day is the next one
(article 191). A term in years or months ends on the same date of its last month, or on the last day of that month
where it has no such date (article 192). A last day that is not a working one moves to the next working day (article
193). The whole last day counts, up to midnight in the zone of the company, so what happens on it is in time (article
194).

A pause comes from another act or an agreement. It runs from the event of the day `after`, which still counts, to the
event of the day `until`, which does not. A term in months or years is longer by as many calendar days. Pauses that
overlap hold a day up once. When all days have been counted there is nothing left to hold up: a later pause changes
nothing, also where article 193 has moved the last day.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from .calendar import DAY, Calendar, russia

Unit = Literal["working_days", "calendar_days", "months", "years"]


@dataclass(frozen=True)
class Pause:
    """Without `until` the pause still goes on."""

    after: date
    until: date | None = None
    ground: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.after:
            raise ValueError(f"пауза кончается ({self.until}) раньше, чем начинается ({self.after})")

    def holds(self, day: date) -> bool:
        return self.after < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Count:
    """`last_day` is None while a pause without an end holds the term. `used` and `left` are None for months and
    years.
    """

    start_day: date
    last_day: date | None
    used: int | None
    left: int | None
    is_provisional: bool


def local_day(moment: datetime, zone: str) -> date:
    """The day of an event: the date of its moment in the zone of the company (article 194: up to 24 hours)."""
    if moment.tzinfo is None:
        raise ValueError(f"у момента {moment} нет пояса")
    return moment.astimezone(ZoneInfo(zone)).date()


def count(
    unit: Unit,
    number: int,
    start_day: date,
    *,
    looked_on: date,
    pauses: Iterable[Pause] = (),
    calendar: Calendar | None = None,
) -> Count:
    """The last day of a term, and how many of its days have been counted up to `looked_on` and with it."""
    calendar, pauses = calendar or russia(), tuple(pauses)
    last = last_day(unit, number, start_day, pauses=pauses, calendar=calendar)
    used = None
    if unit in {"working_days", "calendar_days"}:
        used = days_used(unit, number, start_day, looked_on, pauses=pauses, calendar=calendar)
    return Count(
        start_day=start_day,
        last_day=last,
        used=used,
        left=None if used is None else number - used,
        is_provisional=calendar.is_provisional(start_day, last or max(start_day, looked_on)),
    )


def last_day(
    unit: Unit, number: int, start_day: date, *, pauses: Iterable[Pause] = (), calendar: Calendar | None = None
) -> date | None:
    """The day on which a term ends. None while a pause without an end holds it."""
    if number < 1:
        raise ValueError(f"срок не бывает короче одного дня, месяца или года: {number}")
    calendar, pauses = calendar or russia(), tuple(pauses)
    if unit in {"working_days", "calendar_days"}:
        end = _after_days(unit, number, start_day, pauses, calendar)
    else:
        months = number * 12 if unit == "years" else number
        end = _held_up(months_after(start_day, months), start_day, pauses)
    return None if end is None else calendar.working_from(end)


def days_used(
    unit: Unit,
    number: int,
    start_day: date,
    looked_on: date,
    *,
    pauses: Iterable[Pause] = (),
    calendar: Calendar | None = None,
) -> int:
    """Of a term in days: those counted up to `looked_on` and with it, never more than the term has."""
    calendar, pauses = calendar or russia(), tuple(pauses)
    if not pauses:
        days = (looked_on - start_day).days if unit == "calendar_days" else calendar.between(start_day, looked_on)
        return min(number, max(0, days))
    used, day = 0, start_day
    while used < number and day < looked_on:
        day += DAY
        used += _counts(day, unit, pauses, calendar)
    return used


def working_days_after(day: date, number: int, *, calendar: Calendar | None = None) -> date:
    """The last day of a term of so many working days that begins with an event of this day (articles 191 and 193)."""
    end = last_day("working_days", number, day, calendar=calendar)
    assert end is not None  # noqa: S101  only a pause leaves a term without an end
    return end


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of that month where it has no such date (article 192)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _after_days(unit: Unit, number: int, day: date, pauses: tuple[Pause, ...], calendar: Calendar) -> date | None:
    if not pauses:
        return day + number * DAY if unit == "calendar_days" else calendar.after(day, number)
    endless = min((pause.after for pause in pauses if pause.until is None), default=None)
    counted = 0
    while counted < number:
        day += DAY
        if endless is not None and day > endless:
            return None
        counted += _counts(day, unit, pauses, calendar)
    return day


def _counts(day: date, unit: Unit, pauses: tuple[Pause, ...], calendar: Calendar) -> bool:
    if any(pause.holds(day) for pause in pauses):
        return False
    return unit == "calendar_days" or calendar.is_working(day)


def _held_up(end: date, start_day: date, pauses: tuple[Pause, ...]) -> date | None:
    """The end of a term in months: later by each day after its start that a pause holds up before it is over."""
    counted_to = start_day
    for pause in sorted(pauses, key=lambda pause: pause.after):
        if pause.after >= end:
            break
        if pause.until is None:
            return None
        held_from = max(pause.after, counted_to)
        if pause.until > held_from:
            end += pause.until - held_from
            counted_to = pause.until
    return end
