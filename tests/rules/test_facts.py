"""Conditions compare facts; answers state them only where they were asked for and make sense."""

from decimal import Decimal
from typing import Any

import pytest

from cabinet.rules.facts import facts_of, number_of
from tests.rules.editions import read, text_of

ELECTRICITY, HEAT = read(text_of()), read(text_of("heat_2115"), "heat_2115")


def facts(kind: str = "new", legal_form: str = "person", **answers: Any) -> dict[str, Any]:
    return facts_of(ELECTRICITY, kind=kind, answers=answers, legal_form=legal_form)


def test_what_the_cabinet_knows_by_itself() -> None:
    known = facts_of(ELECTRICITY, kind="new", answers={}, legal_form="person", by_representative=True)

    assert (known["kind"], known["legal_form"], known["by_representative"]) == ("new", "person", True)
    assert facts_of(ELECTRICITY, kind="", answers={}, legal_form="person")["kind"] is None


@pytest.mark.parametrize("asked", ["15.25", Decimal("15.25")])
def test_a_power_is_one_whether_the_form_or_the_database_gives_it(asked: str | Decimal) -> None:
    assert facts(max_power_kw=asked)["total_power"] == Decimal("15.25")


def test_the_total_power_is_the_asked_one_and_the_existing_one() -> None:
    assert facts("increase", max_power_kw="10", existing_power="5.01")["total_power"] == Decimal("15.01")
    assert facts("increase", max_power_kw="10")["total_power"] == Decimal(10)


def test_an_existing_power_that_is_not_asked_for_adds_nothing() -> None:
    assert facts("new", max_power_kw="10", existing_power="5")["total_power"] == Decimal(10)


def test_no_power_is_no_total() -> None:
    assert "total_power" not in facts("increase", existing_power="5")


def test_an_answer_left_over_from_another_type_states_nothing() -> None:
    left_over: dict[str, Any] = {"household": True, "reissue_reason": "lost", "max_power_kw": "10"}

    assert "household" not in facts("reissue", **left_over)
    assert "reissue_reason" not in facts("new", **left_over)
    assert "household" not in facts("new", legal_form="organisation", **left_over)


def test_what_depends_on_a_hidden_answer_is_hidden_too() -> None:
    assert "benefit" in facts("new", household=True)
    assert "benefit" not in facts("new", household=False)
    assert "benefit" not in facts("temporary", household=True)


def test_a_default_is_the_answer_until_another_is_given() -> None:
    assert facts()["reliability"] == "3"
    assert facts(reliability="")["reliability"] == "3"
    assert facts(reliability="fourth")["reliability"] == "3"
    assert facts(reliability="1")["reliability"] == "1"


@pytest.mark.parametrize("answer", ["", None, "да", "true", 1, []])
def test_only_yes_and_no_answer_a_question_of_yes_and_no(answer: Any) -> None:
    assert facts(household=answer)["household"] is None


def test_words_are_words() -> None:
    assert facts(purpose="Дом")["purpose"] == "Дом"
    assert facts(purpose="")["purpose"] is None
    assert facts(cadastral_number=["56:44:0301002:88"])["cadastral_number"] is None


@pytest.mark.parametrize("answer", ["", " ", "пятнадцать", "NaN", "Infinity", "-inf", "sNaN", None, True, [], {}])
def test_what_is_no_number_states_none(answer: Any) -> None:
    assert number_of(answer) is None
    assert facts(max_power_kw=answer).get("total_power") is None
    assert ELECTRICITY.category_of(facts(max_power_kw=answer)) is None


def test_heat_counts_in_its_own_unit() -> None:
    known = facts_of(HEAT, kind="new", answers={"max_power_kw": "0.352145"}, legal_form="person")

    assert known["total_power"] == Decimal("0.352145")
