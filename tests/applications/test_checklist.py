"""Which documents are asked for, at every border that the packs name."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from cabinet.applications.standing import may_hold
from cabinet.rules.facts import facts_of
from cabinet.rules.pack import Pack
from cabinet.rules.packs import PACKS, editions, load

ALL = [load(code, edition) for code in PACKS.values() for edition in editions(code)]
STEP = Decimal("0.01")


def borders(pack: Pack) -> list[Decimal]:
    """Of the power, wherever the pack compares it, and a hundredth to both sides."""
    conditions: list[Any] = [category.when for category in pack.categories]
    conditions += [one for paper in pack.attachments for one in (paper.shown, paper.required) if one is not None]
    named = {
        border
        for condition in conditions
        if not isinstance(condition, bool)
        for test in condition.every_test()
        if test.fact == "total_power" and test.bounds
        for border in test.bounds.borders
    }
    return sorted({Decimal(15), *named, *(border + STEP for border in named), *(border - STEP for border in named)})


def situations(pack: Pack) -> Iterator[tuple[dict[str, Any], str, bool]]:
    reliability = next(question for question in pack.questions if question.code == "reliability")
    for kind in pack.types:
        for legal_form in ("person", "entrepreneur", "organisation"):
            for power in borders(pack):
                for choice in reliability.choices:
                    for by_representative in (False, True):
                        answers = {"max_power_kw": power, "reliability": choice.code, "household": True}
                        yield {"kind": kind.code, "answers": answers}, legal_form, by_representative


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: f"{pack.code}-{pack.valid_from}")
def test_every_situation_has_a_category_and_a_consistent_list(pack: Pack) -> None:
    seen = 0
    for said, legal_form, by_representative in situations(pack):
        facts = facts_of(pack, **said, legal_form=legal_form, by_representative=by_representative)
        fitting = [category for category in pack.categories if category.when.holds(facts)]
        assert len(fitting) <= 1
        required = {paper.code for paper in pack.attachments if paper.is_required(facts)}
        assert ("power_of_attorney" in required) == by_representative
        assert required <= {paper.code for paper in pack.attachments if paper.is_shown(facts)}
        seen += 1
    assert seen >= 2 * 3 * len(pack.types) * 3


ELECTRICITY = load("electricity_861", editions("electricity_861")[-1])


def required(kind: str, legal_form: str, power: str, reliability: str = "3", **more: Any) -> set[str]:
    answers = {"max_power_kw": Decimal(power), "reliability": reliability, **more}
    facts = facts_of(ELECTRICITY, kind=kind, answers=answers, legal_form=legal_form)
    return {paper.code for paper in ELECTRICITY.attachments if paper.is_required(facts)}


def category(kind: str, legal_form: str, power: str, reliability: str = "3", **more: Any) -> str:
    answers = {"max_power_kw": Decimal(power), "reliability": reliability, **more}
    facts = facts_of(ELECTRICITY, kind=kind, answers=answers, legal_form=legal_form)
    found = ELECTRICITY.category_of(facts)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("power", "reliability", "expected"),
    [("15.00", "3", "person_15"), ("15.01", "3", "other_150"), ("15.00", "2", "other_150"), ("15.00", "1", "other_150"),
     ("150", "3", "other_150"), ("150.01", "3", "medium_670"), ("670", "1", "medium_670"), ("670.01", "3", "large")],
)  # fmt: skip
def test_the_borders_of_a_person(power: str, reliability: str, expected: str) -> None:
    assert category("new", "person", power, reliability, household=True) == expected


@pytest.mark.parametrize(
    ("power", "reliability", "expected"),
    [("15.01", "3", "small_150"), ("150", "2", "small_150"), ("150", "1", "other_150"), ("150.01", "3", "medium_670"),
     ("670", "3", "medium_670"), ("670.01", "2", "large")],
)  # fmt: skip
def test_the_borders_of_an_organisation(power: str, reliability: str, expected: str) -> None:
    assert category("new", "organisation", power, reliability) == expected
    assert category("new", "entrepreneur", power, reliability) == expected


def test_what_is_connected_already_counts_for_the_border() -> None:
    assert category("increase", "person", "5", household=True, existing_power="10") == "person_15"
    assert category("increase", "person", "5", household=True, existing_power="10.01") == "other_150"


@pytest.mark.parametrize(
    ("power", "reliability", "expected"),
    [("150", "3", "temporary"), ("150.01", "3", "temporary_other"), ("15", "2", "temporary_other")],
)
def test_the_borders_of_a_temporary_connection(power: str, reliability: str, expected: str) -> None:
    assert category("temporary", "organisation", power, reliability, temporary_kind="construction") == expected


def test_automation_is_listed_only_beyond_670_kilowatts() -> None:
    assert "automation" not in required("new", "organisation", "670")
    assert "automation" in required("new", "organisation", "670.01")


def test_a_benefit_is_proved() -> None:
    assert "benefit_proof" not in required("new", "person", "15", household=True, benefit="none")
    assert "benefit_proof" in required("new", "person", "15", household=True, benefit="veteran")


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: f"{pack.code}-{pack.valid_from}")
def test_a_category_that_fits_could_have_fitted_before(pack: Pack) -> None:
    """What is still to be answered never leaves out the category that comes of it in the end."""
    for said, legal_form, by_representative in situations(pack):
        whole = facts_of(pack, **said, legal_form=legal_form, by_representative=by_representative)
        found = pack.category_of(whole)
        for hidden in ("kind", "total_power", "reliability", "household"):
            if found is not None:
                assert may_hold(found.when, {**whole, hidden: None})
