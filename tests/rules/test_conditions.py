"""A condition of a pack says what a lawyer reads in it, and nothing of what is not known."""

from decimal import Decimal
from typing import Any

import pytest

from cabinet.rules.conditions import Condition, Facts, read


def power(number: str) -> Facts:
    return {"total_power": Decimal(number)}


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"max": 15}, ["0", "14.99", "15", "15.00"], ["15.01", "150"]),
        ({"below": 15}, ["0", "14.99"], ["15", "15.00", "15.01"]),
        ({"min": 150}, ["150", "150.01"], ["149.99"]),
        ({"above": 150}, ["150.01"], ["150", "149.99"]),
        ({"above": 150, "max": 670}, ["150.01", "670"], ["150", "670.01"]),
        ({"min": 5, "below": 6}, ["5", "5.99"], ["4.99", "6"]),
        ({"max": Decimal("0.35")}, ["0.35", "0.349999"], ["0.350001"]),
    ],
)
def test_bounds_of_a_number(bounds: dict[str, Any], inside: list[str], outside: list[str]) -> None:
    condition = read({"total_power": bounds})

    assert [number for number in inside if not condition.holds(power(number))] == []
    assert [number for number in outside if condition.holds(power(number))] == []


ONE_OF = {"kind": ["new", "increase"]}
ALL_OF = {"kind": "new", "household": True}
ANY_OF = {"legal_form": "person", "any": [{"household": False}, {"reliability": ["1", "2"]}]}
NONE_OF = {"not": {"kind": ["reissue", "other"]}}
NUMBER = {"count": 3}


@pytest.mark.parametrize(
    ("raw", "facts", "holds"),
    [
        (ONE_OF, {"kind": "new"}, True),
        (ONE_OF, {"kind": "increase"}, True),
        (ONE_OF, {"kind": "other"}, False),
        (ALL_OF, {"kind": "new", "household": True}, True),
        (ALL_OF, {"kind": "new", "household": False}, False),
        (ALL_OF, {"kind": "other", "household": True}, False),
        (ANY_OF, {"legal_form": "person", "household": False}, True),
        (ANY_OF, {"legal_form": "person", "reliability": "2"}, True),
        (ANY_OF, {"legal_form": "person", "reliability": "3", "household": True}, False),
        (ANY_OF, {"legal_form": "organisation", "household": False}, False),
        (NONE_OF, {"kind": "new"}, True),
        (NONE_OF, {"kind": "reissue"}, False),
        ({"not": {"any": [{"kind": "new"}, {"kind": "other"}]}}, {"kind": "reissue"}, True),
        ({"not": {"not": {"kind": "new"}}}, {"kind": "new"}, True),
        (NUMBER, {"count": Decimal("3.00")}, True),
        (NUMBER, {"count": Decimal(4)}, False),
    ],
)
def test_words_lists_any_and_not(raw: dict[str, Any], facts: Facts, holds: bool) -> None:
    assert read(raw).holds(facts) is holds


@pytest.mark.parametrize("raw", [ONE_OF, ALL_OF, ANY_OF, NUMBER, {"total_power": {"max": 15}}])
def test_what_is_not_known_satisfies_nothing(raw: dict[str, Any]) -> None:
    unknown = dict.fromkeys(["kind", "household", "legal_form", "reliability", "count", "total_power"])

    assert [read(raw).holds(facts) for facts in ({}, unknown)] == [False, False]


def test_what_is_not_known_is_not_one_of_the_excluded() -> None:
    assert read(NONE_OF).holds({})


def test_words_never_keep_to_bounds() -> None:
    assert not read({"total_power": {"max": 15}}).holds({"total_power": "15"})


def test_yes_is_not_the_number_one() -> None:
    assert not read({"household": [1]}).holds({"household": True})
    assert not read({"household": True}).holds({"household": Decimal(1)})


def test_a_condition_names_every_fact_of_it() -> None:
    raw = {"kind": "new", "any": [{"household": True}, {"not": {"reliability": "1"}}], "not": {"budget": True}}

    assert {test.fact for test in read(raw).every_test()} == {"kind", "household", "reliability", "budget"}


def test_a_condition_that_was_read_is_not_read_again() -> None:
    condition = read(ONE_OF)

    assert read(condition) is condition
    assert Condition().holds({})
