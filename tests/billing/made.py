"""Requisites, tariffs and invoices with readable defaults, made by the services that make them in life."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts import synthetic
from accounts.models import User
from billing.invoices import services
from billing.invoices.models import Invoice
from billing.invoices.orders import Extra, Order, Share, order_of
from billing.reckoning.law import vat_percent
from billing.tariffs import services as tariffs
from billing.tariffs.models import Tariff
from billing.tariffs.rows import TEMPLATE, read
from cabinet.cases.models import Case
from cabinet.company import services as company
from cabinet.rules.packs import current_pack
from tests.moment import NOW
from ui.words import upper_first

REQUISITES = {
    "bank_name": "Филиал «Пример» Банка", "bik": "044525225", "bank_account": synthetic.account("044525225", 1),
    "correspondent_account": "30101810400000000225", "vat_regime": "general", "address": "Лугореченск, ул. Мира, 1",
    "phone": "8 800 100-00-01",
}  # fmt: skip


def requisites(by: User, **changes: str) -> None:
    company.change({**REQUISITES, **changes}, by=by, now=NOW)


def tariff(by: User, *, table: str = TEMPLATE, act: Any = None, **changes: Any) -> Tariff:
    rows, mistakes = read(table)
    assert not mistakes, mistakes
    answers = {
        "region": "Лугореченская область", "valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31),
        "act_title": "Постановление комитета по тарифам", "act_number": "45-э", "act_date": date(2025, 12, 20),
        "reduced_kopecks": 760000, "social_kopecks": 118000, "inclusive": True, "standard_inclusive": False,
    }  # fmt: skip
    return tariffs.enter({**answers, **changes}, rows, act=act, by=by, key=uuid.uuid4(), now=NOW)


def order(kopecks: int = 11400000, *, regime: str = "general", day: date = date(2026, 3, 13), **changes: Any) -> Order:
    """Of one line that was typed, with VAT inside."""
    return order_of(
        None,
        [Extra(upper_first(current_pack().connection), Decimal(1), kopecks)],
        vat_percent=vat_percent(regime, day),
        regime=regime,
        connection=current_pack().connection,
        extras_reason="Решение органа № 1",
        **{"basis": "Заявка № 1 от 13.03.2026", **changes},
    )


def in_parts(*percents: int, **changes: Any) -> Order:
    return order(shares=[Share(Decimal(percent), f"платёж {percent} %") for percent in percents], **changes)


def issued(case: Case, by: User, wanted: Order | None = None, *, now: datetime = NOW, **options: Any) -> Invoice:
    return services.issue(case, wanted or order(), by=by, key=uuid.uuid4(), now=now, **options)


def placed(case: Case, by: User, wanted: Order | None = None, *, now: datetime = NOW, **options: Any) -> Invoice:
    """Issued and drawn, as the worker does it."""
    invoice = issued(case, by, wanted, now=now, **options)
    services.draw(again(invoice), now=now)
    return again(invoice)


def with_its_offer(case: Case, by: User, wanted: Order | None = None) -> Invoice:
    """Of whatever way: placed as the offer that it belongs to would place it."""
    invoice = placed(case, by, wanted)
    services.place(invoice, now=NOW)
    return again(invoice)


def again(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_related("case__applicant", "issued_by", "replaces", "document").get(pk=invoice.pk)
