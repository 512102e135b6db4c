"""An issued invoice is taken back whole, with a reason; the number stays used."""

import uuid
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from audit import record
from cabinet.cases.letters.notices import News, tell_applicant
from cabinet.cases.models import Case
from cabinet.cases.services.placement import locked

from ..errors import InvoiceCancelled, InvoicePaid, ReasonNeeded
from ..menu import forget
from ..models import Invoice


@transaction.atomic
def cancel(invoice: Invoice, *, reason: str, by: User, now: datetime) -> Invoice:
    """Raises ReasonNeeded, InvoiceCancelled, InvoicePaid while money stands on it."""
    case = locked(invoice.case)
    found = Invoice.objects.select_for_update(no_key=True, of=("self",)).get(pk=invoice.pk)
    return cancel_locked(case, found, reason=reason, is_replaced=False, by=by, now=now)


def cancel_locked(case: Case, invoice: Invoice, *, reason: str, is_replaced: bool, by: User, now: datetime) -> Invoice:
    """The same for a row that the caller has locked. Of a replacement the letter about the new one tells."""
    if not reason.strip():
        raise ReasonNeeded
    if invoice.is_cancelled:
        raise InvoiceCancelled(number=invoice.number, is_placed=bool(invoice.placed_at))
    if invoice.paid_kopecks:
        raise InvoicePaid(number=invoice.number)
    invoice.cancelled_at, invoice.cancelled_by, invoice.cancel_reason = now, by, " ".join(reason.split())[:300]
    invoice.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    transaction.on_commit(partial(forget, case.applicant_id))
    record(by, "invoice.cancelled", case, now=now, number=invoice.number)
    if invoice.placed_at and not is_replaced:
        text = f"Счёт № {invoice.number} отменён: платить по нему не нужно. Причина — в разделе «Счета и оплата»."
        tell_applicant(
            case, News(f"счёт № {invoice.number} отменён", text), event=f"invoice-{uuid.uuid5(invoice.key, 'off')}"
        )
    return invoice
