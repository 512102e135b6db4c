"""Conditions of a rule pack in Russian words, and whether one of them leaves room for another. Pure: no database."""

from collections.abc import Sequence
from decimal import Decimal

from cabinet.rules.conditions import Bounds, Condition, Test
from cabinet.rules.pack import Pack, Question
from ui import words

LEGAL_FORMS = {
    "person": "физическое лицо",
    "entrepreneur": "индивидуальный предприниматель",
    "organisation": "юридическое лицо",
}
Value = str | bool | Decimal


def in_words(condition: Condition, pack: Pack) -> str:
    """«Заявитель — физическое лицо; мощность вместе с присоединённой — не больше 15 кВт», without a full stop."""
    return words.upper_first(_said(condition, pack))


def _said(condition: Condition, pack: Pack) -> str:
    parts = [_test(test, pack) for test in condition.tests]
    if condition.any_of:
        parts.append(" либо ".join(_in_brackets(one, pack) for one in condition.any_of))
    if condition.none_of is not None:
        parts.append(f"кроме случая: {_said(condition.none_of, pack)}")
    return "; ".join(parts)


def _in_brackets(condition: Condition, pack: Pack) -> str:
    said = _said(condition, pack)
    return f"({said})" if ";" in said else said


def _test(test: Test, pack: Pack) -> str:
    if test.fact == "kind":
        titles = {type_.code: f"«{type_.title}»" for type_ in pack.types}
        return f"тип заявки — {_one_of([titles.get(str(value), str(value)) for value in test.values])}"
    if test.fact == "legal_form":
        return f"заявитель — {_one_of([LEGAL_FORMS.get(str(value), str(value)) for value in test.values])}"
    if test.fact == "by_representative":
        return "подаёт представитель" if True in test.values else "подаёт сам заявитель"
    if test.fact == "total_power":
        named = words.lower_first(pack.power.label)
        return f"{named} вместе с присоединённой — {_measured(test, pack.power.unit)}"
    try:
        question = pack.question(test.fact)
    except KeyError:
        return f"{test.fact} — {_one_of([_number(v, '') for v in test.values]) or _bounded(test.bounds, '')}"
    return _asked(question, test, pack)


def _asked(question: Question, test: Test, pack: Pack) -> str:
    label = f"«{question.label}»"
    if question.type == "yes_no":
        return f"{label} — {_one_of(['да' if value is True else 'нет' for value in test.values])}"
    if question.type == "choice":
        titles = {choice.code: f"«{choice.label}»" for choice in question.choices}
        return f"{label} — {_one_of([titles.get(str(value), str(value)) for value in test.values])}"
    return f"{label} — {_measured(test, pack.power.unit if question.type == 'power' else question.unit)}"


def _measured(test: Test, unit: str) -> str:
    if test.bounds is not None:
        return _bounded(test.bounds, unit)
    return _one_of([_number(value, unit) for value in test.values])


def _bounded(bounds: Bounds | None, unit: str) -> str:
    if bounds is None:
        return ""
    said = (
        ("не меньше", bounds.min), ("больше", bounds.above), ("не больше", bounds.max), ("меньше", bounds.below),
    )  # fmt: skip
    return " и ".join(f"{how} {_number(bound, unit)}" for how, bound in said if bound is not None)


def _number(value: Value, unit: str) -> str:
    return words.power(value, unit) if isinstance(value, Decimal) else str(value)


def _one_of(said: Sequence[str]) -> str:
    return " или ".join(said)


def may_hold_together(first: Condition, second: Condition) -> bool:
    """False only where they certainly exclude each other: what they say of one fact leaves no answer to both."""
    if any(not _meet(one, other) for one in first.tests for other in second.tests if one.fact == other.fact):
        return False
    for one, other in ((first, second), (second, first)):
        if other.any_of and not any(may_hold_together(Condition(one.tests), branch) for branch in other.any_of):
            return False
        if other.none_of is not None and follows(other.none_of, one):
            return False
    return True


def follows(asked: Condition, known: Condition) -> bool:
    """True only where `asked` certainly holds whenever `known` does."""
    if asked.none_of is not None and may_hold_together(asked.none_of, known):
        return False
    if asked.any_of and not any(follows(branch, known) for branch in asked.any_of):
        return False
    return all(any(_within(one, test) for one in known.tests if one.fact == test.fact) for test in asked.tests)


def _meet(one: Test, other: Test) -> bool:
    if one.bounds is None and other.bounds is None:
        return bool(set(one.values) & set(other.values))
    if one.bounds is not None and other.bounds is not None:
        return _overlap(one.bounds, other.bounds)
    valued, bounds = (one, other.bounds) if one.bounds is None else (other, one.bounds)
    assert bounds is not None  # noqa: S101  (one of the two is bounded)
    return any(isinstance(value, Decimal) and bounds.hold(value) for value in valued.values)


def _within(narrow: Test, wide: Test) -> bool:
    """Whatever satisfies the first satisfies the second."""
    if narrow.bounds is None and wide.bounds is None:
        return set(narrow.values) <= set(wide.values)
    if narrow.bounds is None and wide.bounds is not None:
        return all(isinstance(value, Decimal) and wide.bounds.hold(value) for value in narrow.values)
    if narrow.bounds is not None and wide.bounds is not None:
        return _is_inside(narrow.bounds, wide.bounds)
    return False


def _overlap(one: Bounds, other: Bounds) -> bool:
    lows = [*_borders(one.min, one.above), *_borders(other.min, other.above)]
    highs = [*_borders(one.max, one.below), *_borders(other.max, other.below)]
    if not lows or not highs:
        return True
    low, high = max(lows), min(highs, key=lambda border: (border[0], not border[1]))
    return low[0] < high[0] or (low[0] == high[0] and not low[1] and not high[1])


def _borders(closed: Decimal | None, opened: Decimal | None) -> list[tuple[Decimal, bool]]:
    """Each with whether it leaves itself out."""
    return [(bound, is_open) for bound, is_open in ((closed, False), (opened, True)) if bound is not None]


def _is_inside(narrow: Bounds, wide: Bounds) -> bool:
    if wide.min is not None and not _at_least(narrow, wide.min, may_equal=True):
        return False
    if wide.above is not None and not _at_least(narrow, wide.above, may_equal=False):
        return False
    if wide.max is not None and not _at_most(narrow, wide.max, may_equal=True):
        return False
    return wide.below is None or _at_most(narrow, wide.below, may_equal=False)


def _at_least(bounds: Bounds, low: Decimal, *, may_equal: bool) -> bool:
    if bounds.above is not None and bounds.above >= low:
        return True
    return bounds.min is not None and (bounds.min > low or (may_equal and bounds.min == low))


def _at_most(bounds: Bounds, high: Decimal, *, may_equal: bool) -> bool:
    if bounds.below is not None and bounds.below <= high:
        return True
    return bounds.max is not None and (bounds.max < high or (may_equal and bounds.max == high))
