"""The lines of an invoice out of the reckoning of its month: what is sold, and the figures behind it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from billing.reckoning.kopecks import Taxed
from billing.reckoning.law import vat_percent
from billing.reckoning.subscription import BASE, Line, Statement, differences, last_day, reckon
from billing.usage.dimensions import LEVELS, Dimension
from tenants.models import GridCompany
from ui.words import in_digits
from ui.words import month as in_words

from ..models import Invoice
from ..queries import changes_of, late_months, usage_of

MONTH = "мес."
UNITS = {
    Dimension.APPLICATIONS: "заявка",
    Dimension.SMS: "сегмент",
    Dimension.VERIFICATIONS: "проверка",
    Dimension.STORAGE: "ГБ × дн.",
    Dimension.SEATS: "место × дн.",
}


def lines_of(company: GridCompany, period: date, regime: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the invoice of a month sells, and every figure of the reckoning, those that cost nothing too."""
    changes = changes_of(company)
    statement = reckon(period, changes, usage_of(company, period, upto=period))
    percent = vat_percent(regime, last_day(period))
    sold = [_sold(line, period, percent) for line in statement.lines if line.net]
    for month in late_months(company, period):
        before = reckon(month, changes, usage_of(company, month, before=period))
        later = reckon(month, changes, usage_of(company, month, upto=period))
        late_percent = vat_percent(regime, last_day(month))
        for dimension, net in differences(before, later).items():
            name = f"Исправление за {in_words(month)}: {Dimension(dimension).label.lower()}"
            sold.append(line_of(name, net, late_percent, dimension=dimension, month=month))
    sold += _carried(company, period)
    return sold, basis_of(statement)


def basis_of(statement: Statement) -> list[dict[str, Any]]:
    return [
        {**asdict(line), "first": line.first.isoformat(), "last": line.last.isoformat()} for line in statement.lines
    ]


def line_of(
    name: str, net: int, percent: int, *, quantity: int = 1, unit: str = "", price: int | None = None,
    dimension: str = "", month: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """VAT is rounded line by line."""
    taxed = Taxed.of_net(net, percent)
    return {
        "name": name,
        "quantity": quantity,
        "unit": unit,
        "price": net if price is None else price,
        "net": taxed.net,
        "vat": taxed.vat,
        "gross": taxed.gross,
        "vat_percent": percent,
        "dimension": dimension,
        "month": month.isoformat() if month else "",
    }


def _sold(line: Line, period: date, percent: int) -> dict[str, Any]:
    days = "" if line.days == line.of_days or not _is_part(line, period) else f", {_range(line)}"
    if line.dimension == BASE:
        is_whole = line.quantity == line.of_days
        quantity, unit = (1, MONTH) if is_whole else (line.quantity, f"дн. из {line.of_days}")
        name = f"Доступ к площадке, тариф «{line.title}», {in_words(period)}{days}"
        return line_of(name, line.net, percent, quantity=quantity, unit=unit, price=line.unit_price, dimension=BASE)
    dimension = Dimension(line.dimension)
    name = f"{dimension.label} сверх тарифа «{line.title}», {in_words(period)}{days}"
    if dimension in LEVELS:
        name += f" (цена за месяц из {line.of_days} дней)"
    return line_of(
        name, line.net, percent, quantity=line.quantity, unit=UNITS[dimension], price=line.unit_price,
        dimension=dimension,
    )  # fmt: skip


def _is_part(line: Line, period: date) -> bool:
    return (line.first, line.last) != (period, last_day(period))


def _range(line: Line) -> str:
    return f"{in_digits(line.first)}–{in_digits(line.last)}"


def _carried(company: GridCompany, period: date) -> list[dict[str, Any]]:
    """What the month before left to the company: its corrections were more than its sum."""
    earlier = Invoice.objects.closing().filter(company=company, period__lt=period).order_by("-period").first()
    if earlier is None or earlier.state != Invoice.State.NOTHING or earlier.gross >= 0:
        return []
    name = f"Перенос с месяца {in_words(earlier.period)}"
    net, vat = earlier.net, earlier.vat
    return [{**line_of(name, net, earlier.vat_percent, month=earlier.period), "vat": vat, "gross": net + vat}]
