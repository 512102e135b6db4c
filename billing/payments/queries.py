"""What is read of payments: the list, the queue with its guesses, what became of one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import StaffRole, User
from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.models import Case

from .models import Payment, Settlement, Statement

PAGE_SIZE = 20
GUESSES_AT_MOST = 5
Kind = Settlement.Kind


def listed(
    *, words: str = "", state: str = "", source: str = "", since: date | None, until: date | None
) -> QuerySet[Payment]:
    """Payments that fit the filter, those of the latest days first."""
    found = Payment.objects.all()
    if state == "undecided":
        found = found.undecided()
    if source:
        found = found.filter(source=source)
    if since:
        found = found.filter(received_on__gte=since)
    if until:
        found = found.filter(received_on__lte=until)
    for word in words.split()[:6]:
        found = found.filter(
            Q(number__icontains=word)
            | Q(payer__icontains=word)
            | Q(payer_inn__startswith=word)
            | Q(purpose__icontains=word)
            | Q(settlements__invoice__number__icontains=word)
        )
    applied = Settlement.objects.filter(kind=Kind.APPLIED, followed_by=None).select_related("invoice")
    return (found.distinct() if words else found).prefetch_related(
        Prefetch("settlements", queryset=applied, to_attr="standing")
    )


def undecided_count() -> int:
    return Payment.objects.undecided().count()


@dataclass(frozen=True)
class Guess:
    """An open invoice that a payment may be for, and how much of it would be paid."""

    invoice: Invoice
    kopecks: int

    @property
    def words(self) -> str:
        return f"{self.invoice.number} · {in_roubles(self.kopecks)}"


@dataclass
class Doubt:
    """One payment of the queue."""

    payment: Payment
    guesses: list[Guess] = field(default_factory=list)


def doubts_of(payments: Sequence[Payment]) -> list[Doubt]:
    """Each with open invoices that it may be for, the best first: those that the matching named, then the payer's, then
    those of this very sum. Two queries, however many they are."""
    numbers = {number for payment in payments for number in payment.guesses}
    inns = {payment.payer_inn for payment in payments if payment.payer_inn}
    sums = {payment.left for payment in payments}
    cases = dict(
        Settlement.objects.filter(payment__in=payments, kind=Kind.APPLIED).values_list("payment", "invoice__case")
    )
    wanted = Q(number__in=numbers) | Q(payer_inn__in=inns) | Q(case__in=set(cases.values()))
    may_be = list(Invoice.objects.open().filter(wanted).order_by("issued_at")[:500])
    by_sum = defaultdict(list)
    for invoice in Invoice.objects.open().filter(kopecks__in=sums).order_by("issued_at")[:500]:
        by_sum[invoice.left].append(invoice)

    def best(payment: Payment) -> list[Guess]:
        named = [one for number in payment.guesses for one in may_be if one.number == number]
        of_payer = [one for one in may_be if payment.payer_inn and one.payer_inn == payment.payer_inn]
        of_case = [one for one in may_be if one.case_id == cases.get(payment.pk)]
        found = dict.fromkeys([*named, *of_payer, *of_case, *by_sum.get(payment.left, [])])
        return [Guess(one, min(one.left, payment.left)) for one in list(found)[:GUESSES_AT_MOST]]

    return [Doubt(payment, best(payment) if payment.left > 0 else []) for payment in payments]


def open_invoices(words: str) -> QuerySet[Invoice]:
    """Those on which something is owed and in which every word is found, the newest first."""
    found = Invoice.objects.open().select_related("case")
    for word in words.split()[:6]:
        found = found.filter(Q(number__icontains=word) | Q(payer_name__icontains=word) | Q(payer_inn__startswith=word))
    return found.order_by("-issued_at")


@dataclass
class Step:
    """One line of what became of a payment, and what may be done about it now."""

    settlement: Settlement
    answers: set[str] = field(default_factory=set)

    @property
    def may_be_released(self) -> bool:
        return self.settlement.kind == Kind.APPLIED and not self.answers

    @property
    def may_be_taken_back(self) -> bool:
        return self.settlement.kind == Kind.SET_ASIDE and not self.answers

    @property
    def awaits_decision(self) -> bool:
        return self.settlement.kind == Kind.RETURN_ASKED and not self.answers

    @property
    def awaits_bank(self) -> bool:
        return self.answers == {Kind.RETURN_APPROVED.value}

    @property
    def details(self) -> list[tuple[str, str]]:
        names = {"recipient": "Кому", "account": "Счёт", "bank": "Банк", "bik": "БИК", "number": "Документ"}
        return [(name, self.settlement.details.get(code, "")) for code, name in names.items()]


def steps_of(payment: Payment) -> list[Step]:
    made = list(payment.settlements.select_related("invoice", "made_by", "document").order_by("pk"))
    steps = {one.pk: Step(one) for one in made}
    for one in made:
        if one.about_id in steps:
            steps[one.about_id].answers.add(one.kind)
    return list(steps.values())


def returns_waiting() -> list[Settlement]:
    """Returns on which nobody has decided yet, or that the bank has not made."""
    asked = Settlement.objects.filter(kind=Kind.RETURN_ASKED).select_related("payment", "made_by")
    ended = Settlement.objects.filter(kind__in=[Kind.RETURN_DONE, Kind.RETURN_REFUSED]).values("about")
    return list(asked.exclude(pk__in=ended).order_by("made_at"))


def payments_of(invoice: Invoice) -> list[Settlement]:
    """What has paid an invoice and stands, for its card; the day that counts is the bank's."""
    standing = Settlement.objects.filter(invoice=invoice, kind=Kind.APPLIED, followed_by=None)
    return list(standing.select_related("payment").order_by("payment__received_on", "pk"))


def statements() -> QuerySet[Statement]:
    return Statement.objects.select_related("taken_by").defer("report")


_SAID = {
    "paid": ("good", "оплачен"),
    "partial": ("wait", "оплачен частично"),
    "over": ("wait", "есть остаток"),
    "ambiguous": ("wait", "выберите счёт"),
    "unmatched": ("wait", "счёт не найден"),
    "known": ("", "уже учтён"),
    "ignored": ("", "не поступление"),
    "refused": ("bad", "ошибка в строке"),
}
COUNTED = {
    "paid": "Оплачены полностью",
    "partial": "Оплачены частично",
    "over": "С остатком",
    "ambiguous": "Нужно выбрать счёт",
    "unmatched": "Счёт не найден",
    "known": "Уже учтены",
    "ignored": "Не поступления",
    "refused": "Строки с ошибкой",
}


def lines_of(statement: Statement, only: str = "") -> list[dict[str, Any]]:
    """The lines of a report with what a page says of them; those that ask for a person may be looked at alone."""
    wanted = {"doubtful": {"over", "ambiguous", "unmatched", "refused"}}.get(only)
    return [
        {
            **line,
            "tone": _SAID[line["status"]][0],
            "state": _SAID[line["status"]][1],
            "sum": in_roubles(line["kopecks"]) if line["kopecks"] else "",
            "day": date.fromisoformat(line["counts_on"]) if line["counts_on"] else None,
        }
        for line in statement.report
        if wanted is None or line["status"] in wanted
    ]


def may_approve(user: User) -> bool:
    """A return is agreed to by who answers for the money."""
    return user.staff_role in {StaffRole.ADMINISTRATOR, StaffRole.ACCOUNTANT}


def page_to_record(case: Case) -> str:
    """Where staff record money for a case that has an invoice: its open one, else any that stands."""
    bills = Invoice.objects.standing().filter(case=case).order_by("pk")
    found = next((one for one in bills if one.left > 0), None) or bills.first()
    return f"{reverse('payment_new')}?{urlencode({'invoice': found.number})}" if found else ""
