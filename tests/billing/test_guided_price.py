"""The approximate price beside the steps of an application: by its answers and the tariff of today."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import User
from billing.tariffs import services as tariffs
from billing.tariffs.calculator import reckoned
from billing.tariffs.models import Tariff
from tests.applications.guide import Guided
from tests.billing import made
from tests.moment import NOW
from tests.world import words

WHERE = {"purpose": "Жилой дом", "address": "Лугореченск, ул. Новая, 12", "cadastral_number": "99:01:0101001:777"}


def tariff(by: User, **changes: Any) -> Tariff:
    year = localdate().year
    return made.tariff(by, **{"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31), **changes})


@pytest.fixture
def guided(applicant_client: Client) -> Guided:
    return Guided(applicant_client)


def asked_for(guided: Guided, power: str = "15", **answers: str) -> str:
    """What the side says when so much power is asked for."""
    guided.go(type="new", household="yes")
    guided.go(**WHERE)
    guided.go(**{"max_power_kw": power, "voltage": "0_4", "reliability": "3", **answers})
    return words(guided.open("where")).replace("\u00a0", " ")


def test_the_price_and_its_steps_stand_beside_the_answers(administrator: User, guided: Guided) -> None:
    listed = tariff(administrator)
    told = asked_for(guided)

    answers = {
        "legal_form": "person", "power": 15, "existing": None, "voltage": "0_4", "reliability": "3", "sources": "1",
        "settlement": "",
    }  # fmt: skip
    same = reckoned(listed, answers, {}, signed_on=localdate(), regime="general").price
    assert f"Примерно {same.to_pay.gross // 100:,}".replace(",", " ") in told
    assert len(same.steps) > 1
    assert all(step.replace("\u00a0", " ") in told for step in same.steps[:1])
    assert "Точная сумма будет в счёте" in told


def test_nothing_is_said_before_power_and_voltage_are_answered(administrator: User, guided: Guided) -> None:
    tariff(administrator)
    guided.go(type="new", household="yes")
    assert "Примерно" not in words(guided.open("where"))


def test_without_a_tariff_of_today_nothing_is_said(administrator: User, guided: Guided) -> None:
    year = localdate().year
    old = tariff(administrator, valid_from=date(year - 1, 1, 1), valid_until=date(year - 1, 12, 31))
    wrong = tariff(administrator)
    tariffs.withdraw(wrong, reason="Ошибка в ставке", by=administrator, now=NOW)

    assert old.pk != wrong.pk
    assert "Примерно" not in asked_for(guided)


def test_of_two_regions_none_is_guessed(administrator: User, guided: Guided) -> None:
    tariff(administrator)
    tariff(administrator, region="Соседняя область")

    assert "Примерно" not in asked_for(guided)
