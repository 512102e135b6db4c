"""What an invoice is to ask for, before it has a number: lines, the schedule, how the sum came about. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from billing.reckoning.kopecks import NOTHING, Taxed, half_up, in_roubles
from billing.reckoning.schedule import Part, parts
from billing.sheets.invoice import SheetLine
from billing.tariffs.calculator import Reckoned

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Share:
    """A payment of a schedule: its share in percent and when it is due, in words."""

    percent: Decimal
    due: str = ""


@dataclass(frozen=True)
class Extra:
    """A line that no tariff covers, typed by staff."""

    name: str
    quantity: Decimal
    kopecks: int
    unit: str = "шт."
    inclusive: bool = True


@dataclass(frozen=True)
class Order:
    lines: Sequence[SheetLine]
    vat_percent: int
    regime: str
    shares: Sequence[Share] = (Share(WHOLE),)
    schedule_title: str = ""
    steps: Sequence[str] = ()
    obstacles: Sequence[str] = ()
    basis: str = ""
    pay_until: date | None = None
    reckoning: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Taxed:
        return sum((line.sum for line in self.lines), NOTHING)

    @property
    def parts(self) -> list[Part]:
        return parts(self.total.gross, self.vat_percent, [share.percent for share in self.shares])

    @property
    def schedule(self) -> list[dict[str, Any]]:
        """Kept with each invoice of the order; empty where all is paid at once."""
        if len(self.shares) == 1:
            return []
        return [
            {"percent": format(share.percent.normalize(), "f"), "due": share.due, "gross": part.gross, "vat": part.vat}
            for share, part in zip(self.shares, self.parts, strict=True)
        ]


def order_of(
    reckoned: Reckoned | None,
    extras: Sequence[Extra],
    *,
    vat_percent: int,
    regime: str,
    connection: str,
    extras_reason: str = "",
    **rest: Any,
) -> Order:
    """The order of a price that was reckoned by a tariff, of lines that were typed, or of both."""
    lines: list[SheetLine] = []
    steps: list[str] = []
    obstacles: Sequence[str] = ()
    kept: dict[str, Any] = {"reason": extras_reason} if extras_reason else {}
    if reckoned is not None:
        lines = _lines(reckoned, connection)
        steps = [f"Тариф: {reckoned.tariff.act_named}", *reckoned.price.steps]
        obstacles = reckoned.price.obstacles
        kept |= {
            "tariff": reckoned.tariff.named(),
            "chosen": reckoned.price.chosen,
            "power": str(reckoned.connection.power_kw),
            "social": reckoned.connection.social,
            "signed_on": reckoned.connection.signed_on.isoformat(),
        }
    for extra in extras:
        amount = half_up(extra.quantity * extra.kopecks)
        sum_ = Taxed.of_gross(amount, vat_percent) if extra.inclusive else Taxed.of_net(amount, vat_percent)
        lines.append(SheetLine(extra.name, extra.unit, extra.quantity, extra.kopecks, sum_))
        steps.append(
            f"{extra.name}: {_number(extra.quantity)} × {in_roubles(extra.kopecks)} = {in_roubles(sum_.gross)}"
        )
    if extras and extras_reason:
        steps.append(f"Основание строк вне тарифа: {extras_reason}")
    if reckoned is not None and extras:
        steps.append(f"Всего: {in_roubles(sum((line.sum for line in lines), NOTHING).gross)}")
    return Order(
        lines=lines, vat_percent=vat_percent, regime=regime, steps=steps, obstacles=obstacles, reckoning=kept, **rest
    )


def _lines(reckoned: Reckoned, connection: str) -> list[SheetLine]:
    price, asked = reckoned.price, reckoned.connection
    if price.chosen == "reduced" and price.reduced is not None:
        rate = "ставка льготной категории" if asked.social else "льготная ставка"
        name = f"{connection[:1].upper()}{connection[1:]}, {rate}"
        return [SheetLine(name, "кВт", asked.power_kw, reckoned.per_kw, price.reduced)]
    return [
        SheetLine(f"{row.code}. {row.title}", row.unit_named, quantity, row.kopecks, line.sum)
        for (row, quantity), line in zip(reckoned.lines, price.lines, strict=True)
    ]


def _number(quantity: Decimal) -> str:
    return format(quantity.normalize(), "f").replace(".", ",")
