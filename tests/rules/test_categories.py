"""Exactly one category fits whatever may be asked for; its borders are where the act has put them."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from cabinet.rules.facts import facts_of
from tests.rules.editions import read, text_of

PACKS = {code: read(text_of(code), code) for code in ("electricity_861", "heat_2115")}
ELECTRICITY = PACKS["electricity_861"]
LEGAL_FORMS = ("person", "entrepreneur", "organisation")
POWERS = ("0.01", "14.99", "15", "15.00", "15.01", "149.99", "150", "150.01", "669.99", "670", "670.01", "9999999.99")


def category(kind: str, power: str | None, legal_form: str, **answers: Any) -> str:
    facts = facts_of(ELECTRICITY, kind=kind, answers={"max_power_kw": power, **answers}, legal_form=legal_form)
    fitting = [category.code for category in ELECTRICITY.categories if category.when.holds(facts)]
    assert len(fitting) == 1, (facts, fitting)
    found = ELECTRICITY.category_of(facts)
    assert found is not None
    assert found.code == fitting[0]
    return found.code


@pytest.mark.parametrize(
    ("power", "person", "business"),
    [
        ("0.01", "person_15", "small_150"),
        ("15", "person_15", "small_150"),
        ("15.00", "person_15", "small_150"),
        ("15.01", "other_150", "small_150"),
        ("150", "other_150", "small_150"),
        ("150.00", "other_150", "small_150"),
        ("150.01", "medium_670", "medium_670"),
        ("670", "medium_670", "medium_670"),
        ("670.01", "large", "large"),
    ],
)
@pytest.mark.parametrize("kind", ["new", "increase"])
def test_the_borders_of_power(kind: str, power: str, person: str, business: str) -> None:
    assert category(kind, power, "person", household=True, existing_power="0") == person
    for legal_form in ("entrepreneur", "organisation"):
        assert category(kind, power, legal_form, existing_power="0") == business


def test_what_is_connected_already_counts() -> None:
    assert category("increase", "5", "person", household=True, existing_power="10") == "person_15"
    assert category("increase", "5", "person", household=True, existing_power="10.01") == "other_150"
    assert category("increase", "5", "organisation", existing_power="145.01") == "medium_670"


@pytest.mark.parametrize(
    ("reliability", "person", "business"),
    [("3", "person_15", "small_150"), ("2", "other_150", "small_150"), ("1", "other_150", "other_150")],
)
def test_the_category_of_reliability(reliability: str, person: str, business: str) -> None:
    assert category("new", "15", "person", household=True, reliability=reliability) == person
    assert category("new", "15", "entrepreneur", reliability=reliability) == business
    assert category("new", "15", "organisation", reliability=reliability) == business


def test_a_person_who_trades_there_goes_another_way() -> None:
    assert category("new", "15", "person", household=False) == "other_150"


@pytest.mark.parametrize(
    ("power", "reliability", "fits"),
    [
        ("150", "3", "temporary"),
        ("150.01", "3", "temporary_other"),
        ("15", "2", "temporary_other"),
        ("15", "1", "temporary_other"),
    ],
)
def test_a_temporary_connection(power: str, reliability: str, fits: str) -> None:
    for legal_form in LEGAL_FORMS:
        assert category("temporary", power, legal_form, reliability=reliability) == fits


@pytest.mark.parametrize("code", PACKS)
def test_exactly_one_category_fits_every_answer(code: str) -> None:
    pack = PACKS[code]
    seen = set()
    for kind, legal_form, power, household, reliability in product(
        pack.types, LEGAL_FORMS, POWERS, (True, False), ("1", "2", "3", None)
    ):
        answers: dict[str, Any] = {"max_power_kw": power, "household": household, "reliability": reliability}
        facts = facts_of(pack, kind=kind.code, answers=answers, legal_form=legal_form)
        fitting = [category.code for category in pack.categories if category.when.holds(facts)]
        assert len(fitting) == 1, (facts, fitting)
        seen.update(fitting)

    assert seen == {category.code for category in pack.categories}


@pytest.mark.parametrize("code", PACKS)
def test_a_type_without_a_power_has_its_category(code: str) -> None:
    pack = PACKS[code]
    for kind, legal_form in product([type_ for type_ in pack.types if type_.power_is_optional], LEGAL_FORMS):
        assert pack.category_of(facts_of(pack, kind=kind.code, answers={}, legal_form=legal_form)) is not None


def test_while_the_answers_do_not_say_enough_there_is_none() -> None:
    facts = facts_of(ELECTRICITY, kind="new", answers={"max_power_kw": "15"}, legal_form="person")

    assert ELECTRICITY.category_of(facts) is None  # whether it is for a household is not answered yet


@pytest.mark.parametrize("code", PACKS)
def test_each_category_has_its_procedure_and_its_terms(code: str) -> None:
    pack = PACKS[code]
    for fitting in pack.categories:
        assert pack.procedure_of(fitting).code == fitting.procedure
    contracts = {c.procedure for c in pack.categories if pack.procedure_of(c).contract != "none"}
    assert contracts <= {procedure for term in pack.terms for procedure in term.procedures}


def test_no_capacity_is_no_reason_where_the_company_has_to_conclude() -> None:
    forced = {category.code for category in ELECTRICITY.categories if category.no_capacity_is_no_reason}

    assert {"person_15", "small_150"} <= forced
    assert forced.isdisjoint({"medium_670", "large"})


def test_a_power_with_more_decimals_than_the_form_takes_still_has_one_category() -> None:
    for power in (Decimal("15.000001"), Decimal("150.0000001"), Decimal("670.000000001")):
        category("new", str(power), "organisation")
