"""The price of a connection to the kopeck, against cases that a lawyer can read."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.reckoning import law
from billing.reckoning.kopecks import Taxed, in_roubles
from billing.reckoning.price import Connection, Price, Rate, Tariff, reckon
from billing.reckoning.schedule import parts

CASES = Path(__file__).parent / "cases"
PRICES = json.loads((CASES / "prices.json").read_text("utf-8"))
SCHEDULES = json.loads((CASES / "schedules.json").read_text("utf-8"))
HOUSE = Connection(
    signed_on=date(2026, 11, 27),
    regime="general",
    legal_form="person",
    power_kw=Decimal(15),
    settlement="urban",
    metres=100,
)
TARIFF = Tariff(
    [Rate("C1", "connection", 50_000_00)], standard_inclusive=False, reduced_per_kw=100_00, social_per_kw=10_00
)


def connection_of(case: dict[str, Any]) -> Connection:
    return Connection(
        signed_on=date.fromisoformat(case["signed_on"]),
        regime=case["regime"],
        legal_form=case["legal_form"],
        power_kw=Decimal(case["power_kw"]),
        existing_kw=Decimal(case["existing_kw"]),
        reliability=case["category"],
        sources=case["sources"],
        voltage_kv=Decimal(case["voltage_kv"]),
        settlement=case["settlement"],
        metres=case["metres"],
        reduced_rate_used_recently=case["reduced_rate_used_within_3_years"],
        social=case["social"],
    )


def tariff_of(case: dict[str, Any]) -> Tariff:
    tariff = case["tariff"]
    rates = [
        Rate(line["code"], line["unit"], line["kopecks"], Decimal(line.get("quantity", "1")))
        for line in tariff["standard"]
    ]
    return Tariff(
        rates, tariff["standard_inclusive"], tariff["reduced_per_kw"], tariff["social_per_kw"], tariff["inclusive"]
    )


def sums(taxed: Taxed) -> dict[str, int]:
    return {"net": taxed.net, "vat": taxed.vat, "gross": taxed.gross}


def said(price: Price) -> dict[str, Any]:
    lines = [{"code": line.code, **sums(line.sum)} for line in price.lines]
    reduced = {"reduced": sums(price.reduced)} if price.reduced else {}
    standard = {"lines": lines, **sums(price.standard)}
    return {
        "vat_percent": price.vat_percent,
        "standard": standard,
        "chosen": price.chosen,
        "to_pay": price.to_pay.gross,
        **reduced,
    }


@pytest.mark.parametrize("case", PRICES, ids=[case["id"] for case in PRICES])
def test_a_price_is_right_to_the_kopeck(case: dict[str, Any]) -> None:
    assert said(reckon(connection_of(case), tariff_of(case))) == case["expected"]


@pytest.mark.parametrize("case", SCHEDULES, ids=[case["id"] for case in SCHEDULES])
def test_a_schedule_is_right_to_the_kopeck(case: dict[str, Any]) -> None:
    found = [{"gross": p.gross, "vat": p.vat} for p in parts(case["gross"], case["vat_percent"], case["shares"])]
    assert found == case["expected"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"power_kw": Decimal("15.0001")}, "больше 15 кВт"),
        ({"existing_kw": Decimal("0.01")}, "больше 15 кВт"),
        ({"legal_form": "organisation"}, "для физических лиц"),
        ({"reliability": "2"}, "третьей категории"),
        ({"sources": 2}, "одном источнике"),
        ({"voltage_kv": Decimal(10)}, "выше 0,4 кВ"),
        ({"metres": 301}, "действует до 300 м"),
        ({"settlement": "rural", "metres": 501}, "действует до 500 м"),
        ({"metres": None}, "неизвестны"),
        ({"settlement": None}, "неизвестны"),
        ({"reduced_rate_used_on": date(2023, 11, 28)}, "за последние 3 года"),
        ({"reduced_rate_used_recently": True}, "за последние 3 года"),
        ({"social": True, "social_is_proved": False}, "не подтверждена"),
    ],
)
def test_why_the_reduced_rate_is_not_charged(change: dict[str, Any], why: str) -> None:
    price = reckon(replace(HOUSE, **change), TARIFF)

    assert (price.reduced, price.chosen) == (None, "standard")
    assert [obstacle for obstacle in price.obstacles if why in obstacle]
    assert why in price.steps[-2]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metres": 300},
        {"settlement": "rural", "metres": 500},
        {"reduced_rate_used_on": date(2023, 11, 27)},  # three years have passed this day
        {"power_kw": Decimal(10), "existing_kw": Decimal(5)},
    ],
)
def test_at_the_border_the_reduced_rate_is_charged(change: dict[str, Any]) -> None:
    price = reckon(replace(HOUSE, **change), TARIFF)

    assert price.chosen == "reduced"
    assert price.to_pay.gross == int(replace(HOUSE, **change).power_kw * 100_00)


def test_a_social_class_pays_the_social_rate() -> None:
    assert reckon(replace(HOUSE, social=True), TARIFF).to_pay.gross == 15 * 10_00


def test_of_two_equal_prices_the_standard_one_is_charged() -> None:
    tariff = Tariff([Rate("C1", "connection", 1500_00)], standard_inclusive=True, reduced_per_kw=100_00)

    assert reckon(HOUSE, tariff).chosen == "standard"


def test_value_added_tax_changes_at_the_midnight_of_the_year() -> None:
    days = (date(2025, 12, 31), date(2026, 1, 1))
    assert [law.vat_percent("general", day) for day in days] == [20, 22]


def test_a_regime_that_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(law.NoSuchRule, match="«flat»"):
        reckon(replace(HOUSE, regime="flat"), TARIFF)


def test_sums_are_shown_as_people_write_them() -> None:
    assert in_roubles(123456789) == "1\u00a0234\u00a0567,89\u00a0₽"


@given(gross=st.integers(1, 10**12), percent=st.sampled_from([0, 5, 7, 20, 22]))
def test_net_and_tax_are_the_whole(gross: int, percent: int) -> None:
    taxed = Taxed.of_gross(gross, percent)
    assert taxed.net + taxed.vat == taxed.gross == gross
    exact = Decimal(gross) * percent / (100 + percent)
    assert abs(taxed.vat - exact) <= Decimal("0.5")


@given(
    gross=st.integers(1, 10**10),
    percent=st.sampled_from([0, 5, 7, 20, 22]),
    cuts=st.lists(st.integers(0, 100), max_size=6).map(sorted),
)
def test_parts_add_up_and_none_is_negative(gross: int, percent: int, cuts: list[int]) -> None:
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    found = parts(gross, percent, shares)

    assert sum(part.gross for part in found) == gross
    assert sum(part.vat for part in found) == Taxed.of_gross(gross, percent).vat
    assert min(part.gross for part in found) >= 0


@pytest.mark.parametrize("shares", [[], [50, 40], [150, -50]])
def test_shares_that_are_no_whole_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="100"):
        parts(100, 22, shares)
