"""Statements: how long 10 000 payments take that are matched against 20 000 open invoices, with all that is written."""

import time
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import StaffRole, User
from billing.invoices.models import Invoice
from billing.payments import services
from billing.payments.models import Payment
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from tenancy.company import inside
from tenants.models import GridCompany

from .report import Report

INVOICES, PAYMENTS = 20_000, 10_000
ACCOUNT, PAYER = "40702810900000000001", "40817810000000000001"


def measure(report: Report, company: GridCompany) -> None:
    """One transaction, which is rolled back: the other parts find the company as it was."""
    with inside(company), transaction.atomic():
        by, content = _build()
        began = time.perf_counter()
        statement = services.take_statement(content, name="kl_to_1c.txt", by=by, key=uuid.uuid4(), now=timezone.now())
        seconds = time.perf_counter() - began
        paid = Invoice.objects.filter(paid_kopecks__gt=0).count()
        assert (Payment.objects.filter(statement=statement).count(), paid) == (PAYMENTS, PAYMENTS)
        report.add(f"a statement of {PAYMENTS} payments among {INVOICES} open invoices", seconds, "s", 20)
        transaction.set_rollback(True)


def _build() -> tuple[User, bytes]:
    case = Case.objects.submitted().order_by("pk")[0]
    by = User.objects.filter(staff_role=StaffRole.ADMINISTRATOR).order_by("pk")[0]
    Profile.objects.update(bank_account=ACCOUNT)
    now, today = timezone.now(), localdate()
    Invoice.objects.bulk_create(
        [
            Invoice(
                case=case, year=2025, counter=n, number=f"ТП-2025-{n:05}", issued_on=today, issued_at=now, issued_by=by,
                kopecks=100_000 + n, vat_percent=22, vat_kopecks=18_000, purpose=f"Счёт {n}",
                payer_name=f"Плательщик {n}",
            )
            for n in range(1, INVOICES + 1)
        ],
        batch_size=2000,
    )  # fmt: skip
    return by, _statement(f"{today:%d.%m.%Y}").encode()


def _statement(day: str) -> str:
    lines = ["1CClientBankExchange", f"РасчСчет={ACCOUNT}"]
    for n in range(1, PAYMENTS + 1):
        kopecks = 100_000 + 2 * n
        lines += [
            "СекцияДокумент=Платежное поручение", f"Номер={n}", f"Дата={day}",
            f"Сумма={kopecks // 100}.{kopecks % 100:02}",
            f"ПлательщикСчет={PAYER}", f"ДатаПоступило={day}", f"Плательщик1=Плательщик {2 * n}",
            f"ПолучательСчет={ACCOUNT}", f"НазначениеПлатежа=Оплата по счету тп 2025 {2 * n}", "КонецДокумента",
        ]  # fmt: skip
    return "\r\n".join([*lines, "КонецФайла", ""])
