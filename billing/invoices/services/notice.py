"""«Я оплатил»: the applicant informs the company. It changes nothing of the invoice: money counts by the bank."""

import uuid
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from audit import record
from cabinet.cases.models import Entry
from cabinet.cases.services import add_document, add_message
from documents.models import Upload
from ui import html
from ui.words import in_digits

from ..errors import InvoiceCancelled
from ..models import Invoice


def say_paid(
    invoice: Invoice,
    *,
    paid_on: date | None,
    text: str = "",
    order: "UploadedFile | Upload | None" = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Entry:
    """A message in the feed of the case and, where it is attached, the payment order as a document.

    Raises InvoiceCancelled, CaseIsClosed, and what a file raises.
    """
    if invoice.is_cancelled:
        raise InvoiceCancelled(number=invoice.number)
    if order is not None:
        add_document(
            invoice.case, order, title=f"Платёжный документ по счёту № {invoice.number}", comment="", by=by,
            key=uuid.uuid5(key, "order"), now=now,
        )  # fmt: skip
    said = f"Счёт № {invoice.number} оплачен{f' {in_digits(paid_on)}' if paid_on else ''}."
    words = html.paragraphs("\n\n".join(filter(None, [said, text.strip()])))
    entry = add_message(invoice.case, text=words, by=by, key=key, now=now)
    record(by, "invoice.said_paid", invoice.case, now=now, number=invoice.number)
    return entry
