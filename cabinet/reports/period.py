"""The days that a report is about, in the zone of the company. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def months(self) -> list[date]:
        """The first day of each month that it touches."""
        return list(self._months())

    def _months(self) -> Iterator[date]:
        month = self.since.replace(day=1)
        while month <= self.until:
            yield month
            month = next_month(month)


def this_year(today: date) -> Period:
    return Period(today.replace(month=1, day=1), today)


def last_year(today: date) -> Period:
    year = today.year - 1
    return Period(date(year, 1, 1), date(year, 12, 31))


def this_month(today: date) -> Period:
    return Period(today.replace(day=1), today)


def last_month(today: date) -> Period:
    last = today.replace(day=1) - DAY
    return Period(last.replace(day=1), last)


def last_quarter(today: date) -> Period:
    """The calendar quarter that is over."""
    last = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - DAY
    return Period(last.replace(month=last.month - 2, day=1), last)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
