"""What a company owes for a month: its plan by days, what it used beyond, each figure with the line behind it.

Pure. Prices are kopecks without VAT. A plan that holds for a part of the month is paid by days; what it includes of
things that are counted is divided by days too, in favour of the company. Things that have a level (files, seats) are
compared with what is included day by day, and what is beyond is paid by days.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .kopecks import ratio

BASE = "plan"  # the dimension of the line for the plan itself


@dataclass(frozen=True)
class Rate:
    """What a plan includes of one dimension, None for any number, and the price of one more."""

    included: int | None
    over: int = 0


@dataclass(frozen=True)
class Terms:
    """A plan as it stands in one edition. During a trial everything is used and nothing paid."""

    title: str
    price: int
    rates: Mapping[str, Rate]
    is_trial: bool = False


@dataclass(frozen=True)
class Span:
    first: date
    last: date
    terms: Terms

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def each_day(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.days)]


@dataclass(frozen=True)
class Usage:
    """Of one dimension: counts of days, or levels at the days on which they changed, earlier days included."""

    by_day: Mapping[date, int]
    is_level: bool = False

    def between(self, first: date, last: date) -> int:
        return sum(count for day, count in self.by_day.items() if first <= day <= last)

    def level_on(self, day: date) -> int:
        known = [one for one in self.by_day if one <= day]
        return self.by_day[max(known)] if known else 0

    def levels(self, days: Sequence[date]) -> list[int]:
        """The same for many days in order, in one pass."""
        changes, levels, level, at = sorted(self.by_day), [], 0, 0
        for day in days:
            while at < len(changes) and changes[at] <= day:
                level, at = self.by_day[changes[at]], at + 1
            levels.append(level)
        return levels


@dataclass(frozen=True)
class Line:
    """`quantity` of `unit_price` is `net`, divided by `of_days` where it is counted in days."""

    dimension: str
    title: str  # of the plan
    first: date
    last: date
    used: int  # a count, or the highest level
    included: int | None
    quantity: int  # what is paid: units beyond, unit-days beyond, or days of the plan
    unit_price: int
    net: int
    of_days: int = 0  # the days of the month, where the quantity is counted in days

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Meter:
    """How much of a dimension the month has used, of how much."""

    dimension: str
    used: int
    included: int | None

    @property
    def percent(self) -> int | None:
        """None where there is no limit, or nothing is included and each unit is paid."""
        return self.used * 100 // self.included if self.included else None


@dataclass(frozen=True)
class Statement:
    lines: Sequence[Line]
    meters: Sequence[Meter] = field(default=())

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)


def month_of(day: date) -> date:
    return day.replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def after(month: date, months: int = 1) -> date:
    """The first day of the month that comes so many months later."""
    ordinal = month.year * 12 + month.month - 1 + months
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def spans(month: date, changes: Mapping[date, Terms | None]) -> list[Span]:
    """The parts of a month by plan: each change holds from its day until the next one; None means without a plan."""
    end = last_day(month)
    before = [day for day in changes if day <= month]
    starts = sorted({*([max(before)] if before else []), *(day for day in changes if month < day <= end)})
    found = []
    for number, start in enumerate(starts):
        terms = changes[start]
        last = starts[number + 1] - timedelta(days=1) if number + 1 < len(starts) else end
        if terms is not None:
            found.append(Span(max(start, month), last, terms))
    return found


def reckon(month: date, changes: Mapping[date, Terms | None], usage: Mapping[str, Usage]) -> Statement:
    """The lines of a month, span by span, and its meters. Nothing is refused and nothing is rounded twice."""
    days = last_day(month).day
    parts = spans(month, changes)
    lines = []
    for span in parts:
        price = 0 if span.terms.is_trial else span.terms.price
        net = price if span.days == days else ratio(price * span.days, days)
        lines.append(Line(BASE, span.terms.title, span.first, span.last, span.days, None, span.days, price, net, days))
        for dimension, rate in span.terms.rates.items():
            used = usage.get(dimension, Usage({}))
            lines.append((_level if used.is_level else _count)(dimension, span, rate, used, days))
    return Statement(lines, _meters(parts, lines, usage, days))


def differences(before: Statement, after: Statement) -> dict[str, int]:
    """By dimension, what a later knowledge of the same month changes in its sum."""
    sums: dict[str, int] = {}
    for sign, statement in ((-1, before), (1, after)):
        for line in statement.lines:
            sums[line.dimension] = sums.get(line.dimension, 0) + sign * line.net
    return {dimension: net for dimension, net in sums.items() if net}


def _count(dimension: str, span: Span, rate: Rate, usage: Usage, days: int) -> Line:
    used = max(0, usage.between(span.first, span.last))
    included = _share(rate.included, span.days, days)
    beyond = 0 if included is None else max(0, used - included)
    price = 0 if span.terms.is_trial else rate.over
    return Line(dimension, span.terms.title, span.first, span.last, used, included, beyond, price, beyond * price)


def _level(dimension: str, span: Span, rate: Rate, usage: Usage, days: int) -> Line:
    levels = usage.levels(span.each_day())
    beyond = 0 if rate.included is None else sum(max(0, level - rate.included) for level in levels)
    price = 0 if span.terms.is_trial else rate.over
    return Line(
        dimension, span.terms.title, span.first, span.last, max(levels, default=0), rate.included, beyond, price,
        ratio(beyond * price, days), days,
    )  # fmt: skip


def _share(included: int | None, part: int, of: int) -> int | None:
    """Rounded up: the company never loses by a change of plan."""
    return None if included is None else -(-included * part // of)


def _meters(parts: Sequence[Span], lines: Sequence[Line], usage: Mapping[str, Usage], days: int) -> list[Meter]:
    """Of the whole month. Of a level: the highest one, beside what the plan of the last days includes."""
    meters = []
    for dimension in dict.fromkeys(line.dimension for line in lines if line.dimension != BASE):
        mine = [line for line in lines if line.dimension == dimension]
        if dimension in usage and usage[dimension].is_level:
            meters.append(Meter(dimension, mine[-1].used, mine[-1].included))
            continue
        shares = [line.included for line in mine]
        included = None if None in shares else sum(filter(None, shares))
        meters.append(Meter(dimension, sum(line.used for line in mine), included))
    return meters
