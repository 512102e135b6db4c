"""The approximate price beside the steps of an application, by its answers and the tariff of today."""

from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from billing.reckoning.kopecks import in_roubles
from billing.reckoning.law import NoSuchRule
from cabinet.applications.price import Estimate
from cabinet.applications.standing import Standing
from cabinet.company.queries import profile

from .calculator import KILOVOLTS, reckoned
from .queries import tariffs_on


def estimate(standing: Standing, power: Decimal) -> Estimate | None:
    """None where no tariff, or more than one region, could be meant, or the application asks for no connection."""
    voltage = str(standing.answers.get("voltage") or "")
    if standing.facts.get("kind") not in {"new", "increase"} or voltage not in KILOVOLTS:
        return None
    today = localdate()
    known = tariffs_on(today)
    if len(known) != 1:
        return None
    answers: dict[str, Any] = {
        "legal_form": str(standing.facts.get("legal_form") or ""),
        "power": power,
        "existing": _decimal(standing.answers.get("existing_power")),
        "voltage": voltage,
        "reliability": str(standing.answers.get("reliability") or "3"),
        "sources": "1" if (standing.answers.get("reliability") or "3") == "3" else "2",
        "settlement": standing.answers.get("settlement") or "",
    }
    try:
        result = reckoned(known[0], answers, {}, signed_on=today, regime=profile().vat_regime or "general")
    except NoSuchRule:
        return None
    if not result.price.to_pay.gross:
        return None
    return Estimate(in_roubles(result.price.to_pay.gross), result.price.steps)


def _decimal(answer: Any) -> Decimal | None:
    return Decimal(str(answer)) if answer not in (None, "") else None
