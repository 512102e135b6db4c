"""What the books say of a period: invoices, acts, payments and what became of them, for 1С and for reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from billing.invoices.models import Invoice
from cabinet.cases.models import Case
from cabinet.contracts.models import Fact
from cabinet.rules.stages import CHOICES
from documents.tables import Cell

from .models import Payment, Settlement

Kind = Settlement.Kind
# The service is rendered by the act; where the law knows none, by the notice that takes its place.
RENDERED = ("act_connection", "notice_placed")


@dataclass(frozen=True)
class Period:
    since: date
    until: date


def roubles(kopecks: int | None) -> Decimal:
    return Decimal(kopecks or 0) / 100


@dataclass(frozen=True)
class Extract:
    """A table with its name."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def invoices_in(period: Period) -> list[Invoice]:
    found = Invoice.objects.filter(issued_on__range=(period.since, period.until))
    return list(found.select_related("case").order_by("issued_on", "pk"))


def invoices(period: Period) -> Extract:
    heads = ("Номер", "Дата", "Плательщик", "ИНН", "Обращение", "Сумма", "Ставка НДС, %", "НДС", "Оплачено", "Отменён")
    rows = [
        (
            one.number, one.issued_on, one.payer_name, one.payer_inn, one.case.name, roubles(one.kopecks),
            one.vat_percent, roubles(one.vat_kopecks), roubles(one.paid_kopecks), "да" if one.is_cancelled else "",
        )
        for one in invoices_in(period)
    ]  # fmt: skip
    return Extract("Счета", heads, rows)


@dataclass(frozen=True)
class Act:
    """A service that was rendered: by which fact, for what sum the case has standing invoices."""

    case: Case
    day: date
    title: str
    invoices: Sequence[Invoice]

    @property
    def kopecks(self) -> int:
        return sum(one.kopecks for one in self.invoices)

    @property
    def vat_kopecks(self) -> int:
        return sum(one.vat_kopecks for one in self.invoices)

    @property
    def number(self) -> str:
        return self.invoices[0].number


def rendered_on(cases: Sequence[int]) -> dict[int, Fact]:
    """The fact by which the service of each case is rendered; the act goes before the notice."""
    found: dict[int, Fact] = {}
    facts = Fact.objects.filter(case__in=cases, code__in=RENDERED).select_related("case")
    for fact in sorted(facts, key=lambda one: (RENDERED.index(one.code), one.happened_on)):
        found.setdefault(fact.case_id, fact)
    return found


def acts_in(period: Period) -> list[Act]:
    near = Fact.objects.filter(code__in=RENDERED, happened_on__range=(period.since, period.until))
    facts = rendered_on(list(near.values_list("case", flat=True).distinct()))
    by_case: dict[int, list[Invoice]] = defaultdict(list)
    for one in Invoice.objects.standing().filter(case__in=facts).order_by("pk"):
        by_case[one.case_id].append(one)
    acts = [
        Act(fact.case, fact.happened_on, fact.title, by_case[case])
        for case, fact in facts.items()
        if by_case[case] and period.since <= fact.happened_on <= period.until
    ]
    return sorted(acts, key=lambda act: (act.day, act.case.pk))


def acts(period: Period) -> Extract:
    heads = ("Номер", "Дата", "Основание", "Обращение", "Покупатель", "ИНН", "Сумма", "НДС")
    rows = [
        (
            act.number, act.day, act.title, act.case.name, act.invoices[0].payer_name, act.invoices[0].payer_inn,
            roubles(act.kopecks), roubles(act.vat_kopecks),
        )
        for act in acts_in(period)
    ]  # fmt: skip
    return Extract("Акты", heads, rows)


def payments_in(period: Period) -> list[Payment]:
    found = Payment.objects.filter(booked_on__range=(period.since, period.until))
    return list(found.order_by("booked_on", "pk"))


def payments(period: Period) -> Extract:
    """Each movement of the period is a line: money in, what was put on or taken off an invoice, what went back."""
    heads = ("Дата учёта", "Дата банка", "Что", "Документ", "Плательщик", "ИНН", "Счёт", "Сумма", "Назначение")
    rows: list[tuple[Cell, ...]] = [
        (
            one.booked_on, one.received_on, "Поступление", one.number, one.payer, one.payer_inn, "",
            roubles(one.kopecks), one.purpose,
        )
        for one in payments_in(period)
    ]  # fmt: skip
    moved = Settlement.objects.filter(
        booked_on__range=(period.since, period.until), kind__in=[Kind.APPLIED, Kind.RELEASED, Kind.RETURN_DONE]
    )
    rows += [
        (
            one.booked_on, one.counts_on, one.get_kind_display(), one.detail("number") or one.payment.number,
            one.payment.payer, one.payment.payer_inn, one.invoice.number if one.invoice else "",
            roubles(one.kopecks), one.reason,
        )
        for one in moved.select_related("payment", "invoice").order_by("booked_on", "pk")
    ]  # fmt: skip
    return Extract("Платежи", heads, sorted(rows, key=lambda row: row[0]))  # type: ignore[arg-type, return-value]


def turnover(period: Period) -> Extract:
    """By months: what was asked, what came, what went on invoices and back."""
    between = (period.since, period.until)
    columns: list[dict[date, int]] = []

    def by_month(rows: object, field: str) -> None:
        summed = rows.annotate(month=TruncMonth(field)).values("month").order_by("month").annotate(sum=Sum("kopecks"))  # type: ignore[attr-defined]
        columns.append({one["month"]: one["sum"] for one in summed})

    by_month(Invoice.objects.standing().filter(issued_on__range=between).order_by(), "issued_on")
    by_month(Payment.objects.filter(booked_on__range=between).order_by(), "booked_on")
    for kind in (Kind.APPLIED, Kind.RELEASED, Kind.RETURN_DONE):
        by_month(Settlement.objects.filter(kind=kind, booked_on__range=between).order_by(), "booked_on")
    months = sorted({month for column in columns for month in column})
    rows: list[tuple[Cell, ...]] = [
        (f"{month:%m.%Y}", *(roubles(column.get(month)) for column in columns)) for month in months
    ]
    heads = ("Месяц", "Выставлено", "Поступило", "Отнесено на счета", "Снято со счетов", "Возвращено")
    return Extract("Обороты", heads, rows)


AGES = ((0, "Срок не наступил"), (30, "1–30 дней"), (60, "31–60 дней"), (90, "61–90 дней"), (None, "Больше 90 дней"))


def debts(today: date) -> Extract:
    """What is owed by each payer, by how long it is overdue."""
    owed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(AGES))
    for one in Invoice.objects.open().only(
        "payer_name", "payer_inn", "kopecks", "paid_kopecks", "pay_until", "cancelled_at"
    ):
        late = (today - one.pay_until).days if one.pay_until else 0
        place = next(n for n, (days, _title) in enumerate(AGES) if days is None or late <= days)
        owed[one.payer_name, one.payer_inn][place] += one.left
    rows: list[tuple[Cell, ...]] = [
        (name, inn, *(roubles(sum_) for sum_ in sums), roubles(sum(sums))) for (name, inn), sums in sorted(owed.items())
    ]
    return Extract("Долги по срокам", ("Плательщик", "ИНН", *(title for _days, title in AGES), "Всего"), rows)


def stages() -> Extract:
    """Where the cases stand for which money was asked, and how much of it has come."""
    summed = (
        Invoice.objects.standing()
        .order_by()
        .values("case__stage")
        .annotate(asked=Sum("kopecks"), paid=Sum("paid_kopecks"))
    )
    by_stage = {one["case__stage"]: one for one in summed}
    rows = [
        (title, roubles(one["asked"]), roubles(one["paid"]), roubles(one["asked"] - one["paid"]))
        for code, title in CHOICES
        if (one := by_stage.get(code))
    ]
    return Extract("Деньги по этапам", ("Этап", "Выставлено", "Оплачено", "Осталось"), rows)


@dataclass(frozen=True)
class Reconciliation:
    """What a payer owes us: at the beginning, each movement, at the end. All sums are kopecks."""

    payer: str
    inn: str
    period: Period
    before: int
    moves: Sequence[tuple[date, str, int, int]]  # day, what, asked, paid

    @property
    def asked(self) -> int:
        return sum(move[2] for move in self.moves)

    @property
    def paid(self) -> int:
        return sum(move[3] for move in self.moves)

    @property
    def after(self) -> int:
        return self.before + self.asked - self.paid


def reconciliation(payer: str, inn: str, period: Period) -> Reconciliation:
    """By the books: an invoice is asked on its day, a payment counts when it is put on one of them."""
    bills = Invoice.objects.standing().filter(payer_name=payer, payer_inn=inn)
    moved = Settlement.objects.filter(invoice__in=bills, kind__in=[Kind.APPLIED, Kind.RELEASED])
    moves = [(one.issued_on, f"Счёт {one.number}", one.kopecks, 0) for one in bills]
    for one in moved.select_related("payment"):
        sign = 1 if one.kind == Kind.APPLIED else -1
        moves.append((one.booked_on, f"{one.get_kind_display()}: {one.payment.evidence}", 0, sign * one.kopecks))
    moves.sort(key=lambda move: move[0])
    before = sum(asked - paid for day, _what, asked, paid in moves if day < period.since)
    within = [move for move in moves if period.since <= move[0] <= period.until]
    return Reconciliation(payer, inn, period, before, within)


def payers() -> list[tuple[str, str]]:
    named = Invoice.objects.standing().order_by("payer_name").values_list("payer_name", "payer_inn").distinct()
    return list(named[:1000])


def last_month(today: date) -> Period:
    until = today.replace(day=1) - timedelta(days=1)
    return Period(until.replace(day=1), until)
