"""Numbers of law for the reckoning, read once from `law.toml`: each holds from its day until a later one takes over."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("law.toml")


class NoSuchRule(Exception):
    """No rule holds on that day: the sentence names what was looked for."""


@dataclass(frozen=True)
class ReducedRateRule:
    """Under what conditions the reduced rate of point 17 is charged."""

    valid_from: date
    max_power_kw: Decimal  # asked for and existing
    reliability: str
    sources: int
    max_voltage_kv: Decimal
    max_metres: Mapping[str, int]  # by the kind of settlement: urban, rural
    years_between: int  # between two uses at an object of one kind
    legal_forms: tuple[str, ...]
    point: str
    mark: str


@dataclass(frozen=True)
class InterestRule:
    """How many points come on top of the key rate for instalments, and what the source leaves open."""

    valid_from: date
    points: Decimal
    open_questions: tuple[str, ...]
    point: str
    mark: str


@dataclass(frozen=True)
class Regime:
    """How a company pays VAT; `ground` is the ground of «Без НДС», empty where there is VAT."""

    code: str
    title: str
    ground: str = ""


def regimes() -> list[Regime]:
    return [Regime(**row) for row in _rules()["regimes"]]


def ground_without_vat(regime: str) -> str:
    return next((row.ground for row in regimes() if row.code == regime), "")


def vat_percent(regime: str, day: date) -> int:
    """Percent of VAT of a regime on a local day of the company. Raises NoSuchRule."""
    fitting = [row for row in _rules()["vat"] if row["regime"] == regime and row["valid_from"] <= day]
    if not fitting:
        raise NoSuchRule(f"Ставка НДС для режима «{regime}» на {day:%d.%m.%Y} не описана")
    percent: int = max(fitting, key=lambda row: row["valid_from"])["percent"]
    return percent


def reduced_rate_rule(day: date) -> ReducedRateRule:
    """The conditions of point 17 on a day. Raises NoSuchRule."""
    fitting = [row for row in _rules()["reduced_rate"] if row["valid_from"] <= day]
    if not fitting:
        raise NoSuchRule(f"Условия льготной ставки на {day:%d.%m.%Y} не описаны")
    row = max(fitting, key=lambda one: one["valid_from"])
    return ReducedRateRule(
        **{
            **row,
            "max_power_kw": Decimal(row["max_power_kw"]),
            "max_voltage_kv": Decimal(row["max_voltage_kv"]),
            "legal_forms": tuple(row["legal_forms"]),
        }
    )


def interest_rule(day: date) -> InterestRule:
    """What instalments cost on a day. Raises NoSuchRule."""
    fitting = [row for row in _rules()["instalment_interest"] if row["valid_from"] <= day]
    if not fitting:
        raise NoSuchRule(f"Проценты за рассрочку на {day:%d.%m.%Y} не описаны")
    row = max(fitting, key=lambda one: one["valid_from"])
    return InterestRule(**{**row, "points": Decimal(row["points"]), "open_questions": tuple(row["open_questions"])})


@cache
def _rules() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text("utf-8"))
