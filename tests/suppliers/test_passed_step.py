"""The step that asks for the supplier is passed where the law leaves a household nothing to choose."""

import pytest
from django.test import Client

from accounts.models import Supplier
from tests.applications.guide import Guided
from tests.world import words

HOUSE = {"max_power_kw": "15", "voltage": "0_4", "reliability": "3"}


@pytest.fixture
def guided(applicant_client: Client) -> Guided:
    return Guided(applicant_client)


def after_power(guided: Guided, *, household: str = "yes", **power: str) -> str:
    guided.go(type="new", household=household)
    guided.open("power")
    return guided.go(**{**HOUSE, **power})


def test_a_household_is_led_past_it_and_reads_at_the_check_who_will_be_told(guided: Guided, sbyt: Supplier) -> None:
    assert after_power(guided) == "documents"

    checked = words(guided.open("check"))
    assert f"{sbyt.name}, по умолчанию" in checked
    assert "Кто будет поставлять энергию?" in words(guided.open("supply"))  # the line of steps still leads there


def test_who_names_another_supplier_comes_back_to_it(guided: Guided, sbyt: Supplier, other_sbyt: Supplier) -> None:
    guided.go(type="new", household="yes")
    guided.open("supply")
    guided.go(supplier=other_sbyt.name, supply_contract="supply")
    guided.open("power")

    assert guided.go(**HOUSE) == "supply"
    checked = words(guided.open("check"))
    assert other_sbyt.name in checked
    assert "по умолчанию" not in checked


@pytest.mark.parametrize(
    ("household", "power"),
    [("no", {"load": "Магазин"}), ("yes", {"max_power_kw": "15.01"})],
    ids=["no household", "more than 15 kW"],
)
def test_everybody_else_is_asked(guided: Guided, sbyt: Supplier, household: str, power: dict[str, str]) -> None:
    assert after_power(guided, household=household, **power) == "supply"


def test_nobody_is_led_past_it_where_no_supplier_is_told_by_default(guided: Guided) -> None:
    assert after_power(guided) == "supply"
