"""A connection as people describe it, made into what the reckoning takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.reckoning.price import Connection, Price, reckon

from .models import Tariff
from .rows import Row

# The voltage of an answer, by the codes of the rule pack: the upper end of its range.
KILOVOLTS = {
    "0_22": Decimal("0.22"),
    "0_4": Decimal("0.4"),
    "6_10": Decimal(10),
    "20_35": Decimal(35),
    "110": Decimal(110),
}
SETTLEMENTS = {"town": "urban", "country": "rural"}


@dataclass(frozen=True)
class Reckoned:
    """A price, and by which rates it was reckoned."""

    connection: Connection
    tariff: Tariff
    rows: Mapping[str, Row]  # by place
    quantities: Mapping[str, Decimal]
    price: Price

    @property
    def lines(self) -> list[tuple[Row, Decimal]]:
        """The rows that the standardised sum is made of, in the order of `price.lines`."""
        return [(row, self.quantities[place]) for place, row in self.rows.items() if place in self.quantities]

    @property
    def per_kw(self) -> int:
        """The rate of one kilowatt, where the reduced one is charged."""
        social = self.tariff.social_kopecks if self.connection.social else None
        return (self.tariff.reduced_kopecks if social is None else social) or 0


def fitting_rows(tariff: Tariff, *, voltage: str, settlement: str, reliability: str) -> list[Row]:
    return tariff.fitting(
        voltage=KILOVOLTS.get(voltage, Decimal("0.4")),
        settlement=SETTLEMENTS.get(settlement, ""),
        reliability=reliability,
    )


def reckoned(
    tariff: Tariff, answers: Mapping[str, Any], quantities: Mapping[str, Decimal], *, signed_on: date, regime: str
) -> Reckoned:
    """The price by the answers of a form of this room. Raises NoSuchRule."""
    connection = Connection(
        signed_on=signed_on,
        regime=regime,
        legal_form=answers["legal_form"],
        power_kw=answers["power"],
        existing_kw=answers.get("existing") or Decimal(0),
        reliability=answers["reliability"],
        sources=int(answers["sources"]),
        voltage_kv=KILOVOLTS[answers["voltage"]],
        settlement=SETTLEMENTS.get(answers.get("settlement") or ""),
        metres=answers.get("metres"),
        reduced_rate_used_on=answers.get("used_on"),
        reduced_rate_used_recently=bool(answers.get("used_recently")),
        social=bool(answers.get("social")),
        social_is_proved=bool(answers.get("social_proof")) or bool(answers.get("social_is_assumed")),
    )
    rows = fitting_rows(
        tariff,
        voltage=answers["voltage"],
        settlement=answers.get("settlement") or "",
        reliability=answers["reliability"],
    )
    taken = {row.place: quantity for row in rows if (quantity := _quantity(row, quantities, connection)) > 0}
    price = reckon(connection, tariff.for_reckoning(taken, rows))
    return Reckoned(connection, tariff, {row.place: row for row in rows}, taken, price)


def _quantity(row: Row, typed: Mapping[str, Decimal], connection: Connection) -> Decimal:
    """What was typed; else once for a connection, and nothing of what has to be built."""
    if row.place in typed:
        return typed[row.place]
    return Decimal(1) if row.unit == "connection" else Decimal(0)
