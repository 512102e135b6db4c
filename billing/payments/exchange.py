"""«Платежи» among the exchange files of the cabinet, which knows no money by itself."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from cabinet.exchange.period import Period
from cabinet.exchange.registry import Book, Column, Row
from cabinet.exchange.steps import by_steps

from .models import Payment, Settlement


def _found(period: Period) -> "QuerySet[Payment]":
    return Payment.objects.filter(received_on__range=(period.since, period.until))


def _steps(period: Period, site: str) -> Iterator[list[Row]]:
    applied = Settlement.objects.filter(invoice__isnull=False).select_related("invoice__case").order_by("pk")
    for step in by_steps(_found(period).prefetch_related(Prefetch("settlements", applied))):
        yield [_row(payment, site) for payment in step]


def _row(payment: Payment, site: str) -> Row:
    invoices = {one.invoice.pk: one.invoice for one in payment.settlements.all() if one.invoice}
    return [
        payment.pk,
        payment.received_on,
        payment.booked_on,
        payment.number,
        payment.get_source_display(),
        _roubles(payment.kopecks),
        _roubles(payment.applied_kopecks),
        _roubles(payment.aside_kopecks),
        payment.payer,
        payment.payer_inn,
        payment.payer_account,
        payment.account,
        payment.purpose,
        [invoice.number for invoice in invoices.values()],
        sorted({invoice.case.number or str(invoice.case.pk) for invoice in invoices.values()}),
        payment.sentence,
        f"{site}{reverse('payment', args=[payment.pk])}",
    ]


def _roubles(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)


BOOK = Book(
    code="payments",
    title="Платежи",
    dated="по дате поступления",
    told="Суммы, плательщики, назначение, счета и обращения, на которые отнесены деньги",
    columns=(
        Column("id", "ID", 8),
        Column("received_on", "Поступил", 12),
        Column("booked_on", "Дата учёта", 12),
        Column("number", "Номер документа"),
        Column("source", "Откуда", 18),
        Column("amount", "Сумма", 14),
        Column("applied", "Отнесено на счета", 14),
        Column("aside", "Отложено", 14),
        Column("payer", "Плательщик", 32),
        Column("payer_inn", "ИНН плательщика", 16),
        Column("payer_account", "Счёт плательщика", 24),
        Column("account", "Наш счёт", 24),
        Column("purpose", "Назначение", 60),
        Column("invoices", "Счета", 20),
        Column("cases", "Обращения", 20),
        Column("state", "Что стало", 30),
        Column("link", "Карточка", 40),
    ),
    count=lambda period: _found(period).count(),
    steps=_steps,
)
