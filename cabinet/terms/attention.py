"""When somebody has to be told of a term: on the second and the last working day before its end, on it, and after it.

Everything is counted from the last day, so whoever looks late (a worker was down, the clock was wrong) sees what has
passed, and tells the last of it once.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone

from cabinet.deadlines.calendar import DAY, russia
from cabinet.deadlines.terms import TermOnDay

MIDNIGHT, MORNING = time(0), time(8)
# The letter of the day goes after the warnings of the day have been written.
DIGEST = time(8, 15)
NOON = time(12)


class Mark(TextChoices):
    """Codes are stored and never changed."""

    TWO = "before_2", "осталось 2 рабочих дня"
    ONE = "before_1", "остался 1 рабочий день"
    LAST = "on_day", "последний день сегодня"
    OVER = "after", "срок прошёл"


@dataclass(frozen=True)
class Notice:
    """A mark of a term, and the morning on which it is reached."""

    mark: Mark
    term: TermOnDay
    at: datetime

    @property
    def name(self) -> str:
        """Under which it is noted that it was told: another last day is another notice."""
        return f"{self.term.code} {self.term.last_day} {self.mark}"


def notices_of(term: TermOnDay, *, lapses: bool) -> Iterator[Notice]:
    """In the order of time; none on the day on which the term began. What lapses is not late afterwards."""
    last = term.last_day
    if last is None:
        return
    one = _working_before(last)
    days = {Mark.TWO: _working_before(one), Mark.ONE: one, Mark.LAST: last}
    if not lapses:
        days[Mark.OVER] = russia().after(last, 1)
    for mark, day in days.items():
        if day > term.started_on:
            yield Notice(mark, term, morning_of(day))


def reached(notices: Iterable[Notice], now: datetime) -> Collection[Notice]:
    """Of each term the last mark that has passed: what was missed during an outage is not told day by day."""
    return {notice.term.code: notice for notice in notices if notice.at <= now}.values()


def morning_of(day: date, at: time = MORNING) -> datetime:
    """In the zone of the company."""
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())


def next_morning(now: datetime, at: time = MORNING) -> datetime:
    """Of the next working day."""
    return morning_of(russia().after(timezone.localtime(now).date(), 1), at)


def digest_at(now: datetime) -> datetime:
    """When the letter of the day is written: this morning, also if it is a little later; else the next one."""
    here = timezone.localtime(now)
    if here.time() < NOON and russia().is_working(here.date()):
        return max(now, morning_of(here.date(), DIGEST))
    return next_morning(now, DIGEST)


def _working_before(day: date) -> date:
    day -= timedelta(days=1)
    while not russia().is_working(day):
        day -= DAY
    return day
