"""The production calendar: which days are working ones, and in which years that is not settled yet.

It is the calendar of the country (articles 111 and 112 of the Labour Code and the yearly act of the Government). Days
off of a single company are not in it: they never stretch a term of law.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

RUSSIA = Path(__file__).parent / "calendars" / "russia.toml"
# Article 112 of the Labour Code, part one: month and day.
HOLIDAYS = (
    *((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4),
)  # fmt: skip
SATURDAY = 5
DAY = timedelta(days=1)


class CalendarInvalid(Exception):
    """A sentence in Russian that names the year and the mistake."""


@dataclass(frozen=True)
class Year:
    number: int
    days_off: frozenset[date]
    working_weekends: frozenset[date] = frozenset()
    shortened: frozenset[date] = frozenset()
    provisional: bool = True
    act: str = ""

    def is_working(self, day: date) -> bool:
        if day.weekday() >= SATURDAY:
            return day in self.working_weekends
        return day not in self.days_off

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        first, following = date(self.number, 1, 1), date(self.number + 1, 1, 1)
        days = (first + timedelta(days=number) for number in range((following - first).days))
        return tuple(day for day in days if self.is_working(day))


class Calendar:
    def __init__(self, years: Mapping[int, Year]) -> None:
        self._years = dict(years)

    def year(self, number: int) -> Year:
        """A year without data has its Saturdays, Sundays and holidays. Which days off the Government will move is not
        guessed: the day that is found is then mostly the earlier one, so nobody is late by relying on it.
        """
        if number not in self._years:
            self._years[number] = Year(number, frozenset(_holidays(number)))
        return self._years[number]

    def is_working(self, day: date) -> bool:
        return self.year(day.year).is_working(day)

    def is_shortened(self, day: date) -> bool:
        """Shorter by an hour. Counts never ask: a shortened day is a working day."""
        return day in self.year(day.year).shortened

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether some year from the first day to the last one may still change."""
        return any(self.year(number).provisional for number in range(first.year, last.year + 1))

    def after(self, day: date, number: int) -> date:
        """The working day that is so many working days after this day; found without a walk from day to day."""
        days = self.year(day.year).working_days
        place = bisect_right(days, day) + number - 1
        while place >= len(days):
            place -= len(days)
            day = date(day.year + 1, 1, 1)
            days = self.year(day.year).working_days
        return days[place]

    def between(self, day: date, last: date) -> int:
        """How many working days there are after this day, up to the last one and with it."""
        if last <= day:
            return 0
        found = bisect_right(self.year(last.year).working_days, last)
        found -= bisect_right(self.year(day.year).working_days, day)
        return found + sum(len(self.year(number).working_days) for number in range(day.year, last.year))

    def working_from(self, day: date) -> date:
        """The day itself if it is a working one, otherwise the next one that is."""
        while not self.is_working(day):
            day += DAY
        return day


def read_calendar(text: str) -> Calendar:
    """Raises CalendarInvalid for what cannot be a production calendar."""
    return Calendar({int(number): _year(int(number), raw) for number, raw in tomllib.loads(text).items()})


@cache
def russia() -> Calendar:
    return read_calendar(RUSSIA.read_text("utf-8"))


def _year(number: int, raw: Mapping[str, Any]) -> Year:
    def days(key: str) -> frozenset[date]:
        try:
            return frozenset(date.fromisoformat(f"{number}-{day}") for day in raw[key])
        except ValueError as error:
            raise CalendarInvalid(f"{number}, {key}: {error}. День пишется так: 03-08") from error

    year = Year(number, days("days_off"), days("working_weekends"), days("shortened"), raw["provisional"], raw["act"])
    for mistake in _mistakes(year):
        raise CalendarInvalid(f"{number}, {mistake}")
    return year


def _mistakes(year: Year) -> Iterator[str]:
    for day in sorted(set(_holidays(year.number)) - year.days_off):
        yield f"days_off: нет праздника {day:%d.%m}"
    for day in sorted(year.working_weekends):
        if day.weekday() < SATURDAY:
            yield f"working_weekends: {day:%d.%m} — не суббота и не воскресенье"
        if day in year.days_off:
            yield f"working_weekends: {day:%d.%m} назван и рабочим, и нерабочим днём"
    for day in sorted(year.shortened):
        if not year.is_working(day):
            yield f"shortened: {day:%d.%m} — нерабочий день"
    if not year.provisional and not year.act:
        yield "act: нет акта, а год не предварительный"


def _holidays(number: int) -> Iterator[date]:
    return (date(number, month, day) for month, day in HOLIDAYS)
