"""The PDF of an invoice: the worker draws it, keeps it as a document, and places what goes by itself."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import documents.services
from billing.sheets import invoice as sheets
from cabinet.cases.services.papers import file_paper
from tenancy import due

from ..models import Invoice
from ..sheet import sheet_of
from .placing import place

DRAW = "invoices.draw"


def draw(invoice: Invoice, *, now: datetime) -> None:
    """Draw what has no document yet. A second run finds the first document. Raises FileRefused, StorageUnavailable."""
    if invoice.document_id or (invoice.is_cancelled and not invoice.with_offer):
        due.settle(DRAW, invoice.pk)
        return
    content = sheets.pdf(sheet_of(invoice))
    file = SimpleUploadedFile(f"Счёт {invoice.number}.pdf", content, "application/pdf")
    if invoice.with_offer:
        _keep(invoice, file, now=now)
    else:
        _file(invoice, file, now=now)


def _keep(invoice: Invoice, file: SimpleUploadedFile, *, now: datetime) -> None:
    """It waits for its offer, which takes a copy and has it signed."""
    document = documents.services.take(file, by=invoice.issued_by, now=now)
    with transaction.atomic():
        mine = Invoice.objects.select_for_update(no_key=True, of=("self",)).get(pk=invoice.pk)
        if mine.document_id is None:
            documents.services.keep(document)
            Invoice.objects.filter(pk=mine.pk).update(document=document)
        due.settle(DRAW, invoice.pk)


def _file(invoice: Invoice, file: SimpleUploadedFile, *, now: datetime) -> None:
    entry = file_paper(
        invoice.case, file, title=f"Счёт № {invoice.number}", code="invoice", from_company=True, is_told=False,
        by=invoice.issued_by, key=uuid.uuid5(invoice.key, "paper"), now=now,
    )  # fmt: skip
    with transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk, document=None).update(document=entry.document)
        place(invoice, now=now)
        due.settle(DRAW, invoice.pk)


def plan_forgotten(*, now: datetime) -> int:
    """List again what waits and is on no list (of a restored schema). Returns how many."""
    waiting = Invoice.objects.standing().filter(document=None, issued_at__lt=now).values_list("pk", flat=True)
    for pk in waiting:
        due.plan_once(DRAW, pk, at=now)
    return len(waiting)
