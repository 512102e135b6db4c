"""The money of a company of the demonstration: all figures are invented, and the acts say so."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import localdate

from accounts import synthetic
from accounts.models import StaffRole, User
from billing.bank.requisites import correspondent_fits
from billing.invoices import services as invoices
from billing.invoices.models import Invoice
from billing.invoices.orders import Extra, Order, Share, order_of
from billing.payments import services as payments
from billing.payments.models import Payment, Settlement
from billing.payments.services import record_by_hand
from billing.reckoning.law import vat_percent
from billing.tariffs import services as tariffs
from billing.tariffs.rows import TEMPLATE, read
from cabinet.cases.models import Case
from cabinet.cases.stages import CLOSED, Stage
from cabinet.company import services
from cabinet.company.queries import profile
from cabinet.contracts.queries import contract_of
from cabinet.contracts.rights import PAYMENT_ROLES
from cabinet.demo.files import file
from cabinet.demo.signals import filled
from cabinet.demo.telling import NAMESPACE
from cabinet.rules.packs import current_pack
from tenancy.company import inside
from tenants.models import GridCompany

BIK = "044525999"  # of no bank: the demonstration pays nobody
WITHOUT = "res"  # shows how a company looks that has not given its requisites
DAY = timedelta(days=1)


@receiver(filled)
def tell(company: GridCompany, now: datetime, **kwargs: Any) -> None:
    with inside(company), transaction.atomic():
        administrator = User.objects.filter(staff_role=StaffRole.ADMINISTRATOR).order_by("pk").first()
        if company.schema_name == WITHOUT or administrator is None:
            return
        _requisites(company, administrator, now=now - 60 * DAY)
        if company.kind == GridCompany.Kind.ELECTRICITY:
            _tariff(administrator, now=now - 60 * DAY)
        _invoices(administrator, now=now)


def _requisites(company: GridCompany, by: User, *, now: datetime) -> None:
    services.change(
        {
            "bank_name": "Выдуманный банк (пример)",
            "bik": BIK,
            "bank_account": synthetic.account(BIK, company.pk),
            "correspondent_account": _correspondent(),
            "vat_regime": "general",
            "address": profile().address or "Лугореченск, ул. Теплотрасса, д. 1",
        },
        by=by,
        now=now,
    )


def _correspondent() -> str:
    """Whose key fits the БИК."""
    return next(account for key in range(10) if correspondent_fits(account := f"30101810{key}00000000999", BIK))


def _tariff(by: User, *, now: datetime) -> None:
    rows, _mistakes = read(TEMPLATE)
    year = localdate(now).year
    for number, first in enumerate((year, year + 1), start=1):
        tariffs.enter(
            {
                "region": "Лугореченская область",
                "valid_from": date(first, 1, 1),
                "valid_until": date(first, 12, 31),
                "act_title": "Выдуманное постановление (пример)",
                "act_number": f"{number}-э",
                "act_date": date(first - 1, 12, 20),
                "reduced_kopecks": 760000,
                "social_kopecks": 118000,
                "inclusive": True,
                "standard_inclusive": False,
            },
            rows,
            act=file(f"Постановление {number}-э.pdf") if number == 1 else None,
            by=by,
            key=uuid.uuid5(NAMESPACE, f"tariff-{first}"),
            now=now,
        )


def _invoices(by: User, *, now: datetime) -> None:
    """One of each state, in the order of their days, on cases that are under way."""
    under_way = Case.objects.submitted().exclude(stage__in=CLOSED).exclude(stage=Stage.ANSWERED)
    # Without those whose invoice belongs to an offer: it would wait until the offer is signed.
    cases = [case for case in under_way.order_by("pk") if case.nature.has_stages and not _goes_with_an_offer(case)]
    if not cases:
        return
    day = localdate(now)
    plan = [
        ("overdue", 30, day - 10 * DAY, 1520000),
        ("paid", 25, day + 5 * DAY, 2408890),
        ("partly", 20, day + 6 * DAY, 9000000),
        ("returned", 18, day + 4 * DAY, 760000),
        ("cancelled", 15, None, 500000),
        ("issued", 3, day + 10 * DAY, 11400000),
    ]
    for number, (state, ago, until, kopecks) in enumerate(plan):
        then = now - ago * DAY
        case = cases[number % len(cases)]
        order = _order(case, kopecks, until, parts=state == "issued", day=localdate(then))
        invoice = invoices.issue(case, order, by=by, key=uuid.uuid5(case.key, f"bill-{state}"), now=then)
        invoices.draw(_again(invoice), now=then)
        _go_on(_again(invoice), state, by=by, now=now)


def _goes_with_an_offer(case: Case) -> bool:
    contract = contract_of(case)
    return contract.way("payment") is not None and not contract.is_concluded


def _go_on(invoice: Invoice, state: str, *, by: User, now: datetime) -> None:
    if state == "cancelled":
        invoices.cancel(invoice, reason="Выставлен по ошибке", by=by, now=now)
    elif state in {"paid", "partly", "returned"}:
        kopecks = invoice.kopecks // 3 if state == "partly" else invoice.kopecks
        payment = record_by_hand(
            invoice, number=f"{invoice.counter}", received_on=localdate(now - 2 * DAY), kopecks=kopecks,
            payer=invoice.payer_name, purpose=invoice.purpose, by=by, key=uuid.uuid5(invoice.key, "paid"), now=now,
        )  # fmt: skip
        if state == "returned":
            _send_back(payment, by=by, now=now)


def _send_back(payment: Payment, *, by: User, now: datetime) -> None:
    """Taken off its invoice; a colleague asks to return it, the administrator agrees. Alone one only asks."""
    [applied] = payment.settlements.filter(kind=Settlement.Kind.APPLIED)
    colleague = User.objects.filter(staff_role__in=PAYMENT_ROLES).exclude(pk=by.pk).order_by("pk").first()

    def key(what: str) -> uuid.UUID:
        return uuid.uuid5(payment.key, what)

    payments.release(applied, reason="Заявитель отозвал заявку", by=by, key=key("release"), now=now)
    asked = payments.ask_return(
        Payment.objects.get(pk=payment.pk), kopecks=payment.kopecks, reason="Заявка отозвана, деньги не отработаны",
        details={"recipient": payment.payer, "account": synthetic.account(BIK, 7), "bank": "Выдуманный банк (пример)"},
        by=colleague or by, key=key("ask"), now=now,
    )  # fmt: skip
    if colleague is not None:
        payments.approve_return(asked, by=by, key=key("approve"), now=now)
        payments.finish_return(asked, done_on=localdate(now), number="118", by=colleague, key=key("done"), now=now)


def _again(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_related("case__applicant", "issued_by", "replaces").get(pk=invoice.pk)


def _order(case: Case, kopecks: int, until: date | None, *, parts: bool, day: date) -> Order:
    words = current_pack().connection
    shares = [Share(Decimal(share), due) for share, due in _PARTS] if parts else [Share(Decimal(100))]
    return order_of(
        None,
        [Extra(f"Плата за {words}", Decimal(1), kopecks)],
        vat_percent=vat_percent("general", day),
        regime="general",
        connection=words,
        extras_reason="выдуманный пример",
        shares=shares,
        basis=f"Заявка {case.name}".replace("\u00a0", " "),
        pay_until=until,
    )


_PARTS = (
    ("40", "в течение 10 дней со дня размещения счёта"),
    ("60", "в течение 10 дней со дня подписания акта"),
)
