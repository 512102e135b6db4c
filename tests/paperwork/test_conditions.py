"""Conditions of a rule pack in Russian words, and which of them leave room for each other."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from cabinet.paperwork.conditions import follows, in_words, may_hold_together
from cabinet.rules.conditions import Condition, read
from cabinet.rules.packs import PACKS, Pack, editions, load

ELECTRICITY = load("electricity_861", date(2026, 1, 1))
ALL = [load(code, edition) for code in PACKS.values() for edition in editions(code)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"kind": "new"}, "Тип заявки — «Новое присоединение»"),
        ({"kind": ["new", "temporary"]}, "Тип заявки — «Новое присоединение» или «Временное присоединение»"),
        ({"legal_form": ["person", "organisation"]}, "Заявитель — физическое лицо или юридическое лицо"),
        ({"by_representative": True}, "Подаёт представитель"),
        ({"by_representative": False}, "Подаёт сам заявитель"),
        ({"total_power": {"max": 15}}, "Максимальная мощность вместе с присоединённой — не больше 15 кВт"),
        (
            {"total_power": {"above": 150, "max": 670}},
            "Максимальная мощность вместе с присоединённой — больше 150 кВт и не больше 670 кВт",
        ),
        (
            {"total_power": {"min": Decimal("15.5"), "below": 20}},
            "Максимальная мощность вместе с присоединённой — не меньше 15,5 кВт и меньше 20 кВт",
        ),
        ({"building": True}, "«Нужно строить сети за границей участка» — да"),
        ({"building": False}, "«Нужно строить сети за границей участка» — нет"),
        ({"reliability": ["1", "2"]}, "«Категория надёжности» — «Первая» или «Вторая»"),
        ({"temporary_months": {"max": 12}}, "«На сколько месяцев» — не больше 12 мес."),
        ({"not": {"kind": "other"}}, "Кроме случая: тип заявки — «Иное»"),
        (
            {"any": [{"kind": "new", "by_representative": True}, {"kind": "other"}]},
            "(тип заявки — «Новое присоединение»; подаёт представитель) либо тип заявки — «Иное»",
        ),
    ],
)
def test_a_condition_is_read_aloud(raw: dict[str, Any], said: str) -> None:
    assert in_words(read(raw), ELECTRICITY).replace("\xa0", " ") == said


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_every_condition_of_every_pack_is_said_without_a_code(pack: Pack) -> None:
    """No name of a fact, of an answer or of a bound is left in Latin letters."""
    parts: list[Any] = [*pack.attachments, *pack.questions]
    lengths: list[Any] = [rule for term in pack.terms for rule in (term, *term.others)]
    conditions: list[Any] = [category.when for category in pack.categories]
    conditions += [c for part in parts for c in (part.shown, part.required)]
    conditions += [rule.when for rule in lengths]
    conditions += [refusal.when for refusal in pack.refusals]
    said = [in_words(one, pack) for one in conditions if isinstance(one, Condition)]

    assert said
    assert not [words for words in said if "_" in words or "person" in words or "True" in words]


BRANCHES: list[dict[str, Any]] = [
    {"n": 15},
    {"n": [15, 150]},
    {"n": {"max": 15}},
    {"n": {"below": 15}},
    {"n": {"above": 15}},
    {"n": {"min": 15}},
    {"n": {"min": 15, "max": 150}},
    {"n": {"above": 15, "below": 150}},
    {"n": {"min": 151}},
    {"k": "a"},
    {"k": ["a", "b"]},
    {"k": "c", "n": {"min": 150}},
    {"b": True},
    {"b": False},
    {"any": [{"k": "a"}, {"n": {"above": 150}}]},
    {"any": [{"k": "b", "b": True}, {"k": "c"}]},
    {"not": {"k": "a"}},
    {"k": ["a", "b"], "not": {"b": True}},
]
POINTS: list[dict[str, Any]] = [
    {"n": n, "k": k, "b": b}
    for n, k, b in product(
        [Decimal(n) for n in ("14.99", "15", "15.01", "149.99", "150", "150.01", "151", "152")], "abc", (True, False)
    )
]


@pytest.mark.parametrize("first", BRANCHES, ids=str)
@pytest.mark.parametrize("second", BRANCHES, ids=str)
def test_what_is_said_of_two_conditions_is_true_of_every_answer(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Never «they exclude each other» where an answer meets both, never «it follows» where one breaks it."""
    one, other = read(first), read(second)
    meets_both = any(one.holds(point) and other.holds(point) for point in POINTS)
    breaks = any(other.holds(point) and not one.holds(point) for point in POINTS)

    assert may_hold_together(one, other) or not meets_both
    assert not (follows(one, other) and breaks)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"n": {"max": 15}}, {"n": {"above": 15}}),
        ({"n": {"below": 15}}, {"n": 15}),
        ({"k": "a"}, {"k": ["b", "c"]}),
        ({"k": "a"}, {"any": [{"k": "b"}, {"k": "c"}]}),
        ({"not": {"k": "a"}}, {"k": "a"}),
    ],
)
def test_what_excludes_each_other_is_seen(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert not may_hold_together(read(first), read(second))
    assert not may_hold_together(read(second), read(first))
