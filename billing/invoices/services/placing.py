"""An invoice is placed: the applicant sees it, its term runs, they are told."""

import uuid
from datetime import date, datetime
from functools import partial

from django.db import transaction

from audit import record
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.letters.notices import News, tell_applicant
from ui.words import in_words

from ..menu import forget
from ..models import Invoice


@transaction.atomic
def place(invoice: Invoice, *, pay_until: date | None = None, is_told: bool = True, now: datetime) -> None:
    """Once. `pay_until` is the last day of the term that begins with the placing, where there is one."""
    invoice = Invoice.objects.select_for_update(no_key=True, of=("self",)).select_related("case").get(pk=invoice.pk)
    if invoice.placed_at or invoice.is_cancelled:
        return
    invoice.placed_at = now
    invoice.pay_until = pay_until or invoice.pay_until
    invoice.save(update_fields=["placed_at", "pay_until"])
    transaction.on_commit(partial(forget, invoice.case.applicant_id))
    record(None, "invoice.placed", invoice.case, now=now, number=invoice.number)
    if not is_told:
        return
    until = f" Оплатить до {in_words(invoice.pay_until)}." if invoice.pay_until else ""
    text = (
        f"Выставлен счёт № {invoice.number} на {in_roubles(invoice.kopecks)}.{until} Реквизиты, код для оплаты и "
        "файл — в разделе «Счета и оплата»."
    )
    event = f"invoice-{uuid.uuid5(invoice.key, 'placed')}"
    tell_applicant(invoice.case, News(f"счёт № {invoice.number}", text), event=event)
