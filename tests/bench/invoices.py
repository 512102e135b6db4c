"""Money: how long the issue of an invoice takes, and a thousand papers with their codes by one worker."""

import statistics
import time
import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from billing.invoices import services
from billing.invoices.orders import Extra, order_of
from billing.reckoning.kopecks import Taxed
from billing.sheets import invoice as sheets
from billing.sheets.invoice import Bank, InvoiceSheet, Party, SheetLine, SheetPart
from cabinet.cases.models import Case
from cabinet.cases.stages import OPEN
from cabinet.company import services as company_services
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.billing.made import REQUISITES

from .report import Report

PAPERS, ISSUES = 1000, 50


def measure_papers(report: Report, *, quick: bool) -> None:
    """One process, as a worker is; a different invoice each time."""
    count = PAPERS // 20 if quick else PAPERS
    sheets.pdf(_sheet(0))  # loads reportlab and the fonts
    began = time.perf_counter()
    for number in range(count):
        sheets.pdf(_sheet(number))
    report.add(f"{PAPERS} invoices as PDF with QR", (time.perf_counter() - began) / count * PAPERS, "s", 60)


def measure_issue(report: Report, company: GridCompany) -> None:
    """Server time without the PDF; the median of the issues, each in a transaction of its own."""
    with inside(company):
        clerk = world.staff(901)
        company_services.change(REQUISITES, by=clerk, now=timezone.now())
        submitted = Case.objects.submitted().filter(kind="application", stage__in=OPEN)
        cases = list(submitted.select_related("applicant").order_by("pk")[:ISSUES])
        if len(cases) < ISSUES:
            raise RuntimeError("there are too few open applications")
        times = []
        for case in cases:
            order = order_of(
                None, [Extra("Присоединение", Decimal(1), 11400000)], vat_percent=22, regime="general",
                connection="присоединение", extras_reason="Решение", basis="Заявка",
            )  # fmt: skip
            began = time.perf_counter()
            with transaction.atomic():
                services.issue(case, order, by=clerk, key=uuid.uuid4(), now=timezone.now())
            times.append(time.perf_counter() - began)
    report.add("issue of one invoice, without the PDF", statistics.median(times) * 1000, "ms", 100)


def _sheet(number: int) -> InvoiceSheet:
    return InvoiceSheet(
        number=f"ТП-2026-{number:05}",
        issued_on=date(2026, 3, 5),
        pay_until=date(2026, 3, 13),
        seller=Party(
            "Муниципальное унитарное предприятие городского округа «Электросеть»", "5009000000", "500901001",
            "1025001275000", "142000, г. Домодедово, ул. Мира, д. 1", "+7 495 000-00-00", "МУП «Электросеть»",
        ),
        bank=Bank("40702810938000060473", "Банк", "044525225", "30101810400000000225"),
        payer=Party(f"Иванов Иван {number}", address="г. Домодедово", person=("Иванов", "Иван", str(number))),
        basis=f"Заявка № {number} от 01.03.2026",
        lines=[SheetLine("Технологическое присоединение", "кВт", Decimal(15), 760000, Taxed.of_gross(11400000, 22))],
        vat_percent=22,
        purpose=f"Оплата по счёту № ТП-2026-{number:05} от 05.03.2026 за технологическое присоединение. "
        "В том числе НДС 22 % - 20 557,38",
        schedule=[SheetPart(f"{n} из 4, 25 %", 2850000, 513934, "в течение 20 дней", n == 1) for n in range(1, 5)],
        steps=["Ставка НДС на 05.03.2026: 22 %", "По льготной ставке: 15 кВт × 7 600,00 ₽ = 114 000,00 ₽"],
        concludes_contract=True,
    )  # fmt: skip
