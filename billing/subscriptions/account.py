"""A company's account with the platform on one page: its plan, the month with its figures, invoices, debt."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.timezone import localdate

from billing.reckoning.kopecks import in_roubles
from billing.reckoning.subscription import BASE, Line, Meter, Statement, after, month_of, reckon
from billing.usage.dimensions import LEVELS, Dimension
from tenancy.company import in_zone_of
from tenants.models import GridCompany
from ui.words import grouped, in_digits
from ui.words import month as in_words

from .models import Invoice, Pause, Subscription
from .models.plans import by_day
from .queries import held_on, statement_of, subscription_on, subscriptions_of, usages_of, with_sums
from .services import debts


@dataclass(frozen=True)
class MeterRow:
    """A dimension of the month, beside what is included."""

    name: str
    used: int
    included: int | None
    percent: int | None

    @property
    def words(self) -> str:
        if self.included is None:
            return f"{grouped(self.used)}, без ограничения"
        return f"{grouped(self.used)} из {grouped(self.included)}"

    @property
    def shown(self) -> int:
        return min(100, self.percent or 0)

    @property
    def tone(self) -> str:
        percent = self.percent or 0
        return "bad" if percent >= 120 else "wait" if percent >= 80 else ""

    @property
    def remark(self) -> str:
        percent = self.percent or 0
        if percent > 100:
            return "Сверх включённого считается по цене тарифа"
        return (
            "Включённое почти закончилось"
            if percent >= 80 and self.percent != 100
            else ("Включённое использовано" if percent == 100 else "")
        )


@dataclass(frozen=True)
class LineRow:
    """A figure of the statement and what stands behind it."""

    name: str
    plan: str
    days: str
    used: str
    included: str
    reckoning: str
    sum: str


@dataclass(frozen=True)
class Account:
    company: GridCompany
    month: date
    today: date

    @classmethod
    def of(cls, company: GridCompany, *, now: datetime, month: date | None = None) -> "Account":
        with in_zone_of(company):
            today = localdate(now)
        return cls(company, month or month_of(today), today)

    @classmethod
    def of_each(cls, companies: Collection[GridCompany], *, now: datetime) -> list["Account"]:
        """With plan and month read for all of them at once: the number of queries does not grow with the companies."""
        accounts = [cls.of(company, now=now) for company in companies]
        held = subscriptions_of(companies)
        used = {month: usages_of(companies, month) for month in {account.month for account in accounts}}
        for account in accounts:
            pk = account.company.pk
            statement = reckon(account.month, by_day(held[pk]), used[account.month][pk])
            vars(account).update(subscription=held_on(held[pk], account.today), statement=statement)
        return accounts

    @property
    def month_words(self) -> str:
        return in_words(self.month)

    @property
    def earlier(self) -> date:
        return after(self.month, -1)

    @property
    def following(self) -> date:
        return after(self.month)

    @property
    def later(self) -> date | None:
        return self.following if self.following <= self.today else None

    @cached_property
    def subscription(self) -> Subscription | None:
        return subscription_on(self.company, self.today)

    @cached_property
    def plans(self) -> list[Subscription]:
        """Every change, the latest first."""
        return list(reversed(Subscription.objects.of(self.company)))

    @cached_property
    def statement(self) -> Statement:
        return statement_of(self.company, self.month)

    @property
    def meters(self) -> list[MeterRow]:
        return [meter_row(meter) for meter in self.statement.meters]

    @property
    def lines(self) -> list[LineRow]:
        return [line_row(line) for line in self.statement.lines]

    @property
    def sum(self) -> str:
        return in_roubles(self.statement.net)

    @cached_property
    def invoices(self) -> list[Invoice]:
        issued = Invoice.objects.filter(company=self.company, state=Invoice.State.ISSUED).select_related("about")
        return list(with_sums(issued).order_by("-issued_on", "-pk"))

    @property
    def owed(self) -> int:
        return sum(max(0, invoice.owed) for invoice in self.invoices)

    @cached_property
    def pause(self) -> Pause | None:
        return Pause.objects.filter(company=self.company, ended_on=None).first()

    @property
    def step(self) -> debts.Step | None:
        """What holds now because of a debt, from the first reminder on."""
        reached = [step for step in debts.STEPS if 0 < step.days <= self.company.overdue_days]
        return reached[-1] if reached else None


def meter_row(meter: Meter) -> MeterRow:
    return MeterRow(_name(meter.dimension), meter.used, meter.included, meter.percent)


def line_row(line: Line) -> LineRow:
    days = f"{in_digits(line.first)}–{in_digits(line.last)}"
    if line.dimension == BASE:
        reckoning = f"{in_roubles(line.unit_price)} × {line.quantity} из {line.of_days} дней"
        return LineRow("Тариф", line.title, days, "", "", reckoning, in_roubles(line.net))
    included = "без ограничения" if line.included is None else grouped(line.included)
    reckoning = ""
    if line.quantity:
        price = in_roubles(line.unit_price)
        reckoning = (
            f"{price} × {grouped(line.quantity)} сверх по дням ÷ {line.of_days} дней"
            if line.dimension in LEVELS
            else f"{price} × {grouped(line.quantity)} сверх"
        )
    return LineRow(
        _name(line.dimension), line.title, days, grouped(line.used), included, reckoning, in_roubles(line.net)
    )


def _name(dimension: str) -> str:
    label = Dimension(dimension).label
    return f"{label}, ГБ" if dimension == Dimension.STORAGE else label
