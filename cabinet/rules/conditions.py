"""Conditions of a rule pack: a closed list of comparisons that a lawyer reads without help, never an expression.

A condition is a table. Each key names a fact, and all keys have to hold:

    { legal_form = ["person"], total_power = { max = 15 }, household = true }

A value is compared as it is, a list means one of its values, and a table bounds a number: `min` and `max` include the
bound, `above` and `below` do not. `any` lists conditions of which one has to hold; `not` is a condition that must not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Fact = str | bool | Decimal | None
Facts = Mapping[str, Fact]

_BOUNDS = ("min", "max", "above", "below")


@dataclass(frozen=True)
class Bounds:
    """What a number has to keep to; a bound that is None does not bind."""

    min: Decimal | None = None
    max: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None

    def hold(self, number: Decimal) -> bool:
        return (
            (self.min is None or number >= self.min)
            and (self.max is None or number <= self.max)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )

    @property
    def borders(self) -> tuple[Decimal, ...]:
        return tuple(bound for bound in (self.min, self.max, self.above, self.below) if bound is not None)


@dataclass(frozen=True)
class Test:
    """One fact against a list of values, or against bounds."""

    fact: str
    values: tuple[str | bool | Decimal, ...] = ()
    bounds: Bounds | None = None

    def holds(self, facts: Facts) -> bool:
        """A fact that is not known satisfies nothing."""
        known = facts.get(self.fact)
        if known is None:
            return False
        if self.bounds is not None:
            return isinstance(known, Decimal) and self.bounds.hold(known)
        # Yes and no are no numbers, although Python takes True for 1.
        return any(known == value and isinstance(known, bool) == isinstance(value, bool) for value in self.values)


@dataclass(frozen=True)
class Condition:
    """All of `tests`, one of `any_of` if there are some, and not `none_of`."""

    tests: tuple[Test, ...] = ()
    any_of: tuple["Condition", ...] = ()
    none_of: "Condition | None" = None

    def holds(self, facts: Facts) -> bool:
        for test in self.tests:  # no generators: a night asks this some ten million times
            if not test.holds(facts):
                return False
        if self.any_of and not any(one.holds(facts) for one in self.any_of):
            return False
        return self.none_of is None or not self.none_of.holds(facts)

    def every_test(self) -> Iterator[Test]:
        """Of the whole condition, wherever it stands."""
        yield from self.tests
        for one in self.any_of:
            yield from one.every_test()
        if self.none_of is not None:
            yield from self.none_of.every_test()


def read(raw: Any) -> Condition:
    """A condition as TOML gives it. Raises ValueError with a sentence in Russian."""
    if isinstance(raw, Condition):
        return raw
    if not isinstance(raw, dict) or not raw:
        raise ValueError("условие — это таблица вида { total_power = { max = 15 } }, и она не пуста")
    tests: list[Test] = []
    any_of: tuple[Condition, ...] = ()
    none_of: Condition | None = None
    for key, value in raw.items():
        if key == "any":
            if not isinstance(value, list) or not value:
                raise ValueError("«any» — это список условий, и он не пуст")
            any_of = tuple(read(one) for one in value)
        elif key == "not":
            none_of = read(value)
        else:
            tests.append(_test(key, value))
    return Condition(tuple(tests), any_of, none_of)


def _test(fact: str, value: Any) -> Test:
    if isinstance(value, dict):
        unknown = set(value) - set(_BOUNDS)
        if unknown or not value:
            raise ValueError(
                f"у «{fact}» границы называются min, max, above и below; есть «{', '.join(sorted(unknown))}»"
            )
        wrong = [name for name, bound in value.items() if not _is_number(bound)]
        if wrong:
            raise ValueError(f"у «{fact}» граница «{wrong[0]}» — число")
        bounds = Bounds(**{name: Decimal(bound) for name, bound in value.items()})
        low = max((b for b in (bounds.min, bounds.above) if b is not None), default=None)
        high = min((b for b in (bounds.max, bounds.below) if b is not None), default=None)
        if low is not None and high is not None and low > high:
            raise ValueError(f"у «{fact}» нижняя граница {low} больше верхней {high}: ни одно число не подойдёт")
        return Test(fact, bounds=bounds)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise ValueError(f"у «{fact}» список пуст: ни один ответ не подойдёт")
    wrong_values = [one for one in values if not isinstance(one, str | bool | int | Decimal)]
    if wrong_values:
        raise ValueError(f"у «{fact}» сравнивают со словом, числом, true или false, а не с «{wrong_values[0]}»")
    return Test(fact, tuple(Decimal(one) if _is_number(one) else one for one in values))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
