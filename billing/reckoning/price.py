"""What a connection costs: by standardised rates, or by the reduced rate where point 17 of the Rules allows it.

Both are reckoned with each step in words, and the lesser one is charged. All sums are whole kopecks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from .kopecks import NOTHING, Taxed, half_up, in_roubles
from .law import ReducedRateRule, reduced_rate_rule, vat_percent

Chosen = Literal["standard", "reduced"]


@dataclass(frozen=True)
class Rate:
    """One line of standardised rates: C1 for a connection, others for kilometres, pieces or kilowatts."""

    code: str
    unit: str
    kopecks: int  # for one unit
    quantity: Decimal = Decimal(1)  # four decimals at most


@dataclass(frozen=True)
class Tariff:
    """The rates of a company on a day. A rate that the regulator has not set is None."""

    standard: Sequence[Rate]
    standard_inclusive: bool  # whether these rates hold VAT already
    reduced_per_kw: int | None = None
    social_per_kw: int | None = None
    inclusive: bool = True  # of the reduced and the social rate


@dataclass(frozen=True)
class Connection:
    """What is known of a connection. None is «not known»: then the reduced rate is not charged."""

    signed_on: date  # the company's local day; decides the percent of VAT
    regime: str
    legal_form: str
    power_kw: Decimal
    existing_kw: Decimal = Decimal(0)
    reliability: str = "3"
    sources: int = 1
    voltage_kv: Decimal = Decimal("0.4")
    settlement: str | None = None  # urban, rural
    metres: Decimal | int | None = None  # from the border of the plot to the nearest object of the grid
    reduced_rate_used_on: date | None = None  # last time at an object of this kind
    reduced_rate_used_recently: bool = False  # where the day is not known
    social: bool = False
    social_is_proved: bool = True


@dataclass(frozen=True)
class Line:
    code: str
    unit: str
    quantity: Decimal
    kopecks: int
    sum: Taxed


@dataclass(frozen=True)
class Price:
    vat_percent: int
    lines: Sequence[Line]
    standard: Taxed
    reduced: Taxed | None  # None where it is not allowed; `obstacles` say why
    obstacles: Sequence[str] = field(default=())
    steps: Sequence[str] = field(default=())

    @property
    def chosen(self) -> Chosen:
        """The lesser one; of two that are equal the standard one."""
        return "reduced" if self.reduced is not None and self.reduced.gross < self.standard.gross else "standard"

    @property
    def to_pay(self) -> Taxed:
        return self.reduced if self.chosen == "reduced" and self.reduced is not None else self.standard


def reckon(connection: Connection, tariff: Tariff) -> Price:
    """The price of a connection by a tariff. Raises NoSuchRule for a regime or a day that the law does not describe."""
    percent = vat_percent(connection.regime, connection.signed_on)
    lines = [_line(rate, tariff.standard_inclusive, percent) for rate in tariff.standard]
    standard = sum((line.sum for line in lines), NOTHING)
    rule = reduced_rate_rule(connection.signed_on)
    obstacles = list(_obstacles(connection, tariff, rule))
    reduced, per_kw = None, _rate_per_kw(connection, tariff)
    if per_kw is not None and not obstacles:
        reduced = _taxed(half_up(connection.power_kw * per_kw), tariff.inclusive, percent)
    price = Price(percent, lines, standard, reduced, obstacles)
    return Price(percent, lines, standard, reduced, obstacles, _steps(connection, price, per_kw))


def _line(rate: Rate, inclusive: bool, percent: int) -> Line:
    return Line(
        rate.code,
        rate.unit,
        rate.quantity,
        rate.kopecks,
        _taxed(half_up(rate.quantity * rate.kopecks), inclusive, percent),
    )


def _taxed(amount: int, inclusive: bool, percent: int) -> Taxed:
    return Taxed.of_gross(amount, percent) if inclusive else Taxed.of_net(amount, percent)


def _obstacles(connection: Connection, tariff: Tariff, rule: ReducedRateRule) -> list[str]:
    """Why the reduced rate is not charged; nothing, where it is."""
    total = connection.power_kw + connection.existing_kw
    found = []
    if connection.legal_form not in rule.legal_forms:
        found.append("льготная ставка действует для физических лиц")
    if total > rule.max_power_kw:
        found.append(f"мощность вместе с присоединённой {_number(total)} кВт больше {_number(rule.max_power_kw)} кВт")
    if connection.reliability != rule.reliability:
        found.append("льготная ставка действует для третьей категории надёжности")
    if connection.sources != rule.sources:
        found.append("льготная ставка действует при одном источнике питания")
    if connection.voltage_kv > rule.max_voltage_kv:
        found.append(f"напряжение {_number(connection.voltage_kv)} кВ выше {_number(rule.max_voltage_kv)} кВ")
    most = rule.max_metres.get(connection.settlement or "")
    if connection.metres is None or most is None:
        found.append("расстояние до сетей или вид населённого пункта неизвестны")
    elif connection.metres > most:
        found.append(f"до сетей {_number(Decimal(connection.metres))} м, а льготная ставка действует до {most} м")
    if _used_recently(connection, rule):
        found.append(f"льготная ставка уже применялась за последние {rule.years_between} года")
    if connection.social and not connection.social_is_proved:
        found.append("льготная категория не подтверждена документом")
    if _rate_per_kw(connection, tariff) is None:
        found.append("льготная ставка в тарифе не установлена")
    return found


def _rate_per_kw(connection: Connection, tariff: Tariff) -> int | None:
    """The social rate for a social class, where the regulator has set one."""
    social = tariff.social_per_kw if connection.social else None
    return tariff.reduced_per_kw if social is None else social


def _used_recently(connection: Connection, rule: ReducedRateRule) -> bool:
    if connection.reduced_rate_used_recently:
        return True
    used = connection.reduced_rate_used_on
    if used is None:
        return False
    day = connection.signed_on
    free_year = used.year + rule.years_between
    return (day.year, day.month, day.day) < (free_year, used.month, used.day)


def _steps(connection: Connection, price: Price, per_kw: int | None) -> list[str]:
    steps = [f"Ставка НДС на {connection.signed_on:%d.%m.%Y}: {price.vat_percent} %"]
    for line in price.lines:
        steps.append(
            f"{line.code}: {_number(line.quantity)} × {in_roubles(line.kopecks)} = {in_roubles(line.sum.gross)} с НДС"
        )
    steps.append(f"По стандартизированным ставкам: {in_roubles(price.standard.gross)}")
    if price.reduced is not None and per_kw is not None:
        named = "По ставке льготной категории" if connection.social else "По льготной ставке"
        steps.append(
            f"{named}: {_number(connection.power_kw)} кВт × {in_roubles(per_kw)} = {in_roubles(price.reduced.gross)}"
        )
        steps.append(f"К оплате меньшая из двух: {in_roubles(price.to_pay.gross)}")
    else:
        steps.append(f"Льготная ставка не применяется: {'; '.join(price.obstacles)}")
        steps.append(f"К оплате: {in_roubles(price.to_pay.gross)}")
    return steps


def _number(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return text.replace(".", ",")
