"""A person decides what money is for: on which invoices it goes, that it comes off one, that it is for none."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from audit import record
from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles
from ui.words import one_line

from ..books import closed_until
from ..errors import DoneAlready, InvoiceCancelled, MoreThanComes, MoreThanOwed, NothingChosen, ReasonNeeded, WrongSum
from ..locks import lock_money, locked_invoices
from ..models import Payment, Settlement
from ..tally import count_invoices, count_payments
from . import contracts
from .settling import Part, settle


@transaction.atomic
def apply(payment: Payment, sums: Mapping[int, int], *, by: User, key: uuid.UUID, now: datetime) -> Payment:
    """Put money on invoices: {number of the row of an invoice: kopecks}, one or several at once.

    Raises NothingChosen, WrongSum, MoreThanComes, InvoiceCancelled, MoreThanOwed.
    """
    if not sums:
        raise NothingChosen
    lock_money()
    payment = locked(payment)
    if Settlement.objects.filter(payment=payment, key__in=[uuid.uuid5(key, str(pk)) for pk in sums]).exists():
        return payment
    if any(kopecks <= 0 for kopecks in sums.values()):
        raise WrongSum
    invoices = locked_invoices(list(sums))
    if len(invoices) != len(sums):
        raise NothingChosen
    for pk, kopecks in sums.items():
        refuse_unpayable(invoices[pk], kopecks)
    if sum(sums.values()) > payment.left:
        raise MoreThanComes
    put_on(payment, [(invoices[pk], kopecks) for pk, kopecks in sorted(sums.items())], by=by, key=key, now=now)
    return Payment.objects.get(pk=payment.pk)


def put_on(
    payment: Payment, sums: list[tuple[Invoice, int]], *, by: User, key: uuid.UUID, now: datetime
) -> list[Settlement]:
    """The same for invoices that are locked and checked."""
    parts = [Part(payment, invoice, kopecks, uuid.uuid5(key, str(invoice.pk))) for invoice, kopecks in sums]
    made = settle(parts, closed=closed_until(), by=by, now=now)
    for invoice, kopecks in sums:
        told = {"sum": in_roubles(kopecks), "invoice": invoice.number, "case": invoice.case_id}
        record(by, "payments.applied", payment, now=now, **told)
    return made


def refuse_unpayable(invoice: Invoice, kopecks: int) -> None:
    """Raises InvoiceCancelled, MoreThanOwed."""
    if invoice.is_cancelled:
        raise InvoiceCancelled(invoice.number)
    if kopecks > invoice.left:
        raise MoreThanOwed(invoice.number)


@transaction.atomic
def release(applied: Settlement, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    """Take money off an invoice on which it was put by mistake. It waits in the queue again; the contract is told.

    Raises ReasonNeeded, DoneAlready.
    """
    reason = one_line(reason)
    if not reason:
        raise ReasonNeeded
    lock_money()
    if done := Settlement.objects.filter(key=key).first():
        return done
    applied = Settlement.objects.select_related("payment", "invoice").get(pk=applied.pk)
    if applied.kind != Settlement.Kind.APPLIED or Settlement.objects.filter(about=applied).exists():
        raise DoneAlready
    assert applied.invoice is not None  # noqa: S101  (an application has an invoice)
    locked_invoices([applied.invoice.pk])
    stands = contracts.withdraw(applied, reason=reason, by=by, now=now)
    released = Settlement.objects.create(
        key=key,
        payment=applied.payment,
        kind=Settlement.Kind.RELEASED,
        invoice=applied.invoice,
        kopecks=applied.kopecks,
        counts_on=localdate(now),
        booked_on=localdate(now),  # a day to come is never closed
        about=applied,
        reason=reason,
        details={"contract_stands": stands},
        made_by=by,
        made_at=now,
    )
    count_invoices([applied.invoice.pk])
    count_payments([applied.payment.pk])
    invoice = applied.invoice
    told = {"sum": in_roubles(applied.kopecks), "invoice": invoice.number, "case": invoice.case_id}
    record(by, "payments.released", applied.payment, now=now, **told)
    return released


@transaction.atomic
def set_aside(payment: Payment, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    """The rest of this money is for no invoice: another contract, a second record of the same payment, interest.

    Raises ReasonNeeded, DoneAlready.
    """
    return _put_aside(payment, reason=reason, by=by, key=key, now=now)


@transaction.atomic
def take_back(aside: Settlement, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    """It was for an invoice after all: the money waits in the queue again. Raises ReasonNeeded, DoneAlready."""
    reason = one_line(reason)
    if not reason:
        raise ReasonNeeded
    lock_money()
    if done := Settlement.objects.filter(key=key).first():
        return done
    if aside.kind != Settlement.Kind.SET_ASIDE or Settlement.objects.filter(about=aside).exists():
        raise DoneAlready
    return note(
        aside.payment, Settlement.Kind.TAKEN_BACK, aside.kopecks, about=aside, reason=reason, by=by, key=key, now=now
    )


def _put_aside(payment: Payment, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    reason = one_line(reason)
    if not reason:
        raise ReasonNeeded
    lock_money()
    if done := Settlement.objects.filter(key=key).first():
        return done
    payment = locked(payment)
    if payment.left <= 0:
        raise DoneAlready
    return note(payment, Settlement.Kind.SET_ASIDE, payment.left, reason=reason, by=by, key=key, now=now)


def note(
    payment: Payment, kind: Settlement.Kind, kopecks: int, *, by: User, key: uuid.UUID, now: datetime, **told: object
) -> Settlement:
    """Write what became of money that is on no invoice, and count the payment."""
    fields = {"counts_on": localdate(now), "booked_on": localdate(now), **told}
    made = Settlement.objects.create(
        key=key, payment=payment, kind=kind, kopecks=kopecks, made_by=by, made_at=now, **fields
    )
    count_payments([payment.pk])
    said = {"on": made.counts_on.isoformat()} if kind == Settlement.Kind.RETURN_DONE else {}
    record(by, f"payments.{kind}", payment, now=now, sum=in_roubles(kopecks), **said)
    return made


def locked(payment: Payment) -> Payment:
    """As it is now. Under the lock of the money nobody else changes it."""
    return Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
