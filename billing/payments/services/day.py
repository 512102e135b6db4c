"""The day of a payment where the statement names none of the bank: a person agrees before a contract is concluded."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from audit import record

from ..errors import DayInFuture, DoneAlready
from ..locks import lock_money, locked_invoices
from ..models import Payment, Settlement
from ..tally import count_invoices
from . import contracts
from .application import locked


@transaction.atomic
def confirm_day(payment: Payment, *, received_on: date, by: User, key: uuid.UUID, now: datetime) -> Payment:
    """This is the day on which the bank has taken the money. What waits for it in contracts goes on.

    Raises DayInFuture, DoneAlready.
    """
    if received_on > localdate(now):
        raise DayInFuture(received_on)
    lock_money()
    payment = locked(payment)
    if Settlement.objects.filter(key=key).exists():
        return payment
    if payment.is_bank_day:
        raise DoneAlready
    standing = [
        one
        for one in payment.settlements.filter(kind=Settlement.Kind.APPLIED).select_related("invoice")
        if not Settlement.objects.filter(about=one).exists()
    ]
    invoices = locked_invoices([one.invoice_id for one in standing if one.invoice_id])
    payment.received_on, payment.is_bank_day = received_on, True
    payment.save(update_fields=["received_on", "is_bank_day"])
    Settlement.objects.create(
        key=key,
        payment=payment,
        kind=Settlement.Kind.DAY_CONFIRMED,
        kopecks=payment.kopecks,
        counts_on=received_on,
        booked_on=localdate(now),
        made_by=by,
        made_at=now,
    )
    count_invoices(list(invoices))
    for one in standing:
        one.payment = payment
    contracts.tell(standing, by=by, now=now)
    record(by, "payments.day_confirmed", payment, now=now, on=received_on.isoformat())
    return payment
