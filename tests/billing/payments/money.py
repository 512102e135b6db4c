"""Invoices, statements and payments, in a line each."""

import csv
import json
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices.models import Invoice
from billing.invoices.seller import seller_of
from billing.invoices.services.issue import PREFIX
from billing.payments import services
from billing.payments.models import Payment, Statement
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from cabinet.company.queries import profile
from tenancy.company import current_company

FILES = Path(__file__).parents[1] / "cases" / "statements"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
OURS = EXPECTED["ours"]["account"]
OTHER_OWN = "40702810900000000077"
PAYER = "40817810000000000001"


def with_account() -> None:
    """The company has told its bank details."""
    Profile.objects.update(bank_account=OURS, payment_settings={"other_accounts": [OTHER_OWN]})


def invoice(case: Case, by: User, kopecks: int = 1_200_000, number: str = "", **told: Any) -> Invoice:
    """An issued one; «ТП-2026-00007» gives the year and the counter. Heat has a prefix of its own."""
    last = Invoice.objects.order_by("-counter").first()
    number = number or f"{PREFIX[current_company().kind]}-{localdate().year}-{(last.counter if last else 0) + 1:05}"
    _prefix, year, counter = number.split("-")
    now = timezone.now()
    return Invoice.objects.create(
        **{
            "case": case, "year": int(year), "counter": int(counter), "number": number, "issued_on": localdate(now),
            "issued_at": now, "placed_at": now, "issued_by": by, "pay_until": localdate(now) + timedelta(days=10),
            "kopecks": kopecks, "vat_percent": 22, "vat_kopecks": kopecks * 22 // 122,
            "purpose": f"Оплата по счёту {number}",
            "lines": [{
                "name": "Услуга по договору", "unit": "шт.", "quantity": "1", "kopecks": kopecks,
                "net": kopecks - kopecks * 22 // 122, "vat": kopecks * 22 // 122, "gross": kopecks,
            }],
            "payer_name": "Орлова Анна Андреевна", "seller": seller_of(profile()),
            "payer": dict.fromkeys(["inn", "kpp", "ogrn", "address"], "") | {"name": "Орлова Анна Андреевна"}, **told,
        }
    )  # fmt: skip


def invoices_of_the_files(case: Case, by: User) -> dict[str, Invoice]:
    """Those to which the fifteen statements refer."""
    rows = csv.DictReader((FILES / "invoices.csv").read_text("utf-8").splitlines())
    made = {}
    for row in rows:
        cancelled = {"cancelled_at": timezone.now(), "cancelled_by": by} if row["state"] == "cancelled" else {}
        made[row["number"]] = invoice(
            case, by, int(row["kopecks"]), row["number"], payer_name=row["payer"], payer_inn=row["inn"], **cancelled
        )
    return made


def document(**changes: str) -> str:
    values = {
        "Номер": "1", "Дата": f"{localdate():%d.%m.%Y}", "Сумма": "12000.00", "ПлательщикСчет": PAYER,
        "ДатаПоступило": f"{localdate():%d.%m.%Y}", "Плательщик1": "Орлова Анна Андреевна", "ПлательщикИНН": "",
        "ПолучательСчет": OURS, "НазначениеПлатежа": "Оплата",
    }  # fmt: skip
    lines = [f"{name}={value}" for name, value in (values | changes).items() if value != "-"]
    return "\r\n".join(["СекцияДокумент=Платежное поручение", *lines, "КонецДокумента"])


def file(*documents: str, account: str = OURS) -> bytes:
    head = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=UTF-8", f"РасчСчет={account}"]
    return "\r\n".join([*head, *documents, "КонецФайла", ""]).encode()


def paying(*owed: Invoice, number: str = "1", on: date | None = None, **changes: str) -> str:
    """A document that pays these invoices in full and names them."""
    sum_ = sum(one.left for one in owed)
    day = {"ДатаПоступило": f"{on:%d.%m.%Y}"} if on else {}
    purpose = "Оплата по счету " + ", ".join(one.number for one in owed)
    return document(
        **{"Номер": number, "Сумма": f"{sum_ // 100}.{sum_ % 100:02}", "НазначениеПлатежа": purpose, **day, **changes}
    )


def taken(content: bytes, by: User, *, name: str = "kl_to_1c.txt", now: datetime | None = None) -> Statement:
    return services.take_statement(content, name=name, by=by, key=uuid.uuid4(), now=now or timezone.now())


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def only_payment() -> Payment:
    return Payment.objects.get()
