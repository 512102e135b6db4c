"""Money that a person enters by a document: before its statement has come, or where there is none."""

import uuid
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

import documents.services
from accounts.models import User
from audit import record
from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles
from documents.models import Upload
from ui.words import one_line

from ..books import booked_on, closed_until
from ..errors import DayInFuture, DocumentNeeded, InvoiceCancelled, PaymentKnown, WrongSum
from ..locks import lock_money, locked_invoices
from ..models import Payment
from .application import put_on

LARGEST = 10**14  # kopecks


def record_by_hand(
    invoice: Invoice | None,
    *,
    number: str,
    received_on: date,
    kopecks: int,
    payer: str = "",
    purpose: str = "",
    scan: "UploadedFile[Any] | Upload | None" = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Payment:
    """Money has come by this document of the bank. It goes on the invoice up to what is owed, the rest waits.

    `number` is that of the document, by which the same money is known again in a statement. Raises DocumentNeeded,
    WrongSum, DayInFuture, PaymentKnown, InvoiceCancelled, and what a file raises.
    """
    if done := Payment.objects.filter(key=key).first():
        return done
    number = one_line(number, 100)
    if not number:
        raise DocumentNeeded
    if not 0 < kopecks <= LARGEST:
        raise WrongSum
    if received_on > localdate(now):
        raise DayInFuture(received_on)
    document = documents.services.take(scan, by=by, now=now) if scan is not None else None
    with transaction.atomic():
        lock_money()
        if done := Payment.objects.filter(key=key).first():
            return done
        if _is_known(number, received_on, kopecks):
            raise PaymentKnown
        invoices = locked_invoices([invoice.pk] if invoice else [])
        owed = next(iter(invoices.values()), None)
        if owed is not None and owed.is_cancelled:
            raise InvoiceCancelled(owed.number)
        if document is not None:
            documents.services.keep(document)
        payment = Payment.objects.create(
            key=key,
            source=Payment.Source.HAND,
            number=number,
            received_on=received_on,
            booked_on=booked_on(received_on, closed=closed_until(), now=now),
            kopecks=kopecks,
            payer=one_line(payer, 500),
            purpose=purpose.strip()[:5000],
            code="by_hand",
            sentence="Внесён вручную",
            document=document,
            recorded_by=by,
            recorded_at=now,
        )
        record(by, "payments.recorded", payment, now=now, sum=in_roubles(kopecks), on=received_on.isoformat())
        if owed is not None and owed.left > 0:
            put_on(payment, [(owed, min(owed.left, kopecks))], by=by, key=payment.key, now=now)
        return Payment.objects.get(pk=payment.pk)


def _is_known(number: str, received_on: date, kopecks: int) -> bool:
    """The same document, from a statement or from a colleague; leading zeros are no difference."""
    same = Payment.objects.filter(received_on=received_on, kopecks=kopecks).exclude(source=Payment.Source.ONLINE)
    return any(one.lstrip("0") == number.lstrip("0") for one in same.values_list("number", flat=True))
