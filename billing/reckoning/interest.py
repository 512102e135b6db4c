"""Interest for paying a connection by instalments: by days, on what is still owed, at the key rate and some points.

The key rate is data that people enter; how many points come on top is a row of `law.toml`. All sums are whole kopecks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .kopecks import half_up, in_roubles

DAY = timedelta(days=1)


class KeyRateUnknown(Exception):
    """No key rate holds on a day of the term: the sentence names the day."""


@dataclass(frozen=True)
class KeyRate:
    """It holds from its day until a later one takes over."""

    valid_from: date
    percent: Decimal


@dataclass(frozen=True)
class Debt:
    """So much is owed after this day, until a later payment."""

    after: date
    kopecks: int


@dataclass(frozen=True)
class Span:
    """Days in a row with one debt, one rate and one year. Both of its days count."""

    first: date
    last: date
    debt: int
    key_rate: Decimal
    percent: Decimal
    kopecks: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> str:
        added = _number(self.percent - self.key_rate)
        return (
            f"{self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}: {in_roubles(self.debt)} × "
            f"({_number(self.key_rate)} % + {added} %) × {self.days} / {_days_of(self.first.year)} дн. = "
            f"{in_roubles(self.kopecks)}"
        )


@dataclass(frozen=True)
class Interest:
    spans: Sequence[Span]

    @property
    def kopecks(self) -> int:
        return sum(span.kopecks for span in self.spans)

    @property
    def steps(self) -> list[str]:
        return [span.step for span in self.spans]


def reckon(debts: Sequence[Debt], until: date, rates: Sequence[KeyRate], points: Decimal) -> Interest:
    """Interest from the day after the first debt to `until`, which counts too; each span is rounded half up.

    Raises KeyRateUnknown. Debts of nothing bear nothing.
    """
    spans = []
    for first, last, debt in _stretches(sorted(debts, key=lambda one: one.after), until):
        for begin, end, rate in _by_rate(first, last, rates):
            percent = rate.percent + points
            days = (end - begin).days + 1
            sum_ = half_up(Decimal(debt) * percent * days / (100 * _days_of(begin.year)))
            spans.append(Span(begin, end, debt, rate.percent, percent, sum_))
    return Interest(spans)


def _stretches(debts: Sequence[Debt], until: date) -> Iterator[tuple[date, date, int]]:
    """Days of one debt, parted by years, because a year has 365 or 366 days."""
    ends = [*(later.after for later in debts[1:]), until]
    for debt, end in zip(debts, ends, strict=True):
        first, last = debt.after + DAY, min(end, until)
        while first <= last and debt.kopecks > 0:
            turn = min(last, date(first.year, 12, 31))
            yield first, turn, debt.kopecks
            first = turn + DAY


def _by_rate(first: date, last: date, rates: Sequence[KeyRate]) -> Iterator[tuple[date, date, KeyRate]]:
    known = sorted(rates, key=lambda rate: rate.valid_from)
    if not known or known[0].valid_from > first:
        raise KeyRateUnknown(f"Ключевая ставка на {first:%d.%m.%Y} не введена")
    turns = [rate.valid_from for rate in known if first < rate.valid_from <= last]
    for begin, after in zip([first, *turns], [*turns, last + DAY], strict=True):
        yield begin, after - DAY, max((r for r in known if r.valid_from <= begin), key=lambda r: r.valid_from)


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")
