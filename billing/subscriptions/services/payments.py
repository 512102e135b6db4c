"""Money that has come: from a statement of the bank or by hand, applied once, doubtful ones to a person.

Whoever writes here holds one lock, so of two who import at once the second sees what the first has taken.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from audit import record
from billing.bank import matching
from billing.bank.statement import Accounts, BankDocument, StatementRefused, read
from billing.reckoning.kopecks import in_roubles
from tenancy.locks import one_at_a_time
from ui.words import one_line

from ..errors import NothingLeft, NothingOwed, PaymentKnown, ReasonNeeded, SellerMissing, WrongState
from ..models import Applied, BankFile, BankLine, Invoice, Payment, Seller
from ..queries import with_sums
from . import debts

LOCK = "subscriptions.payments"


@transaction.atomic
def take_file(content: bytes, *, name: str, by: User, now: datetime) -> BankFile:
    """Keep the file and apply what it brings, line by line; the same file again returns what was made of it.

    A file that is refused whole is kept too, with the reason, and may be sent again. Raises SellerMissing.
    """
    one_at_a_time(LOCK)
    seller = Seller.current()
    if seller is None:
        raise SellerMissing
    digest = sha256(content).hexdigest()
    if known := BankFile.objects.filter(sha256=digest, refusal="").first():
        return known
    own = set(Seller.objects.values_list("account", flat=True)) - {seller.account}
    refusal, warnings, documents = "", [], []
    try:
        statement = read(content, Accounts(seller.account, own))
        warnings, documents = list(statement.warnings), list(statement.documents)
    except StatementRefused as refused:
        refusal = refused.sentence
    file = BankFile.objects.create(
        name=one_line(name, 200) or "выписка", sha256=digest, content=content, account=seller.account,
        refusal=refusal, warnings=warnings, taken_at=now, taken_by=by.short_name,
    )  # fmt: skip
    _apply_all(file, documents, by=by, now=now)
    record(
        by,
        "platform_statement.taken" if not refusal else "platform_statement.refused",
        file,
        now=now,
        lines=len(documents),
    )
    return file


def _apply_all(file: BankFile, documents: Iterable[BankDocument], *, by: User, now: datetime) -> None:
    invoices = {one.number: one for one in with_sums(Invoice.objects.monthly().filter(state=Invoice.State.ISSUED))}
    ledger = _ledger(file.account, invoices.values())
    touched = set()
    for document in documents:
        outcome = ledger.take(document)
        payment = None
        if document.way == "incoming" and outcome.status != "known":
            payment = _kept(file, document, outcome, by=by, now=now)
            for part in outcome.applied:
                invoice = invoices[part.invoice]
                _apply(payment, invoice, part.kopecks, by=by, now=now)
                touched.add(invoice.company)
        BankLine.objects.create(
            file=file, line=document.line, document=document.number[:100], status=outcome.status, code=outcome.code,
            sentence=outcome.sentence[:500], notes=list(outcome.notes), payment=payment,
        )  # fmt: skip
    for company in sorted(touched, key=lambda one: one.pk):
        debts.follow(company, now=now)


def _ledger(account: str, invoices: Iterable[Invoice]) -> matching.Ledger:
    """Every invoice of the platform, and every document that was taken before."""
    asked = [
        matching.Invoice(
            one.number, one.buyer.get("name", ""), one.buyer.get("inn", ""), one.sum_now,
            "cancelled" if one.cancelled_at else "issued", one.paid,
        )
        for one in invoices
    ]  # fmt: skip
    ledger = matching.Ledger(account, asked)
    for payment in Payment.objects.filter(account=account):
        ledger.remember(_as_document(payment))
    return ledger


def _as_document(payment: Payment) -> BankDocument:
    """As the ledger remembers it. Of one marked by hand the payer is our guess: it never tells two documents apart."""
    payer = "" if payment.by_hand else payment.payer_inn
    return BankDocument(
        0, payment.document, "incoming", kopecks=payment.kopecks, day=payment.paid_on, payer_inn=payer,
        payer_account=payment.payer_account, purpose=payment.purpose,
    )  # fmt: skip


def _kept(file: BankFile, document: BankDocument, outcome: matching.Outcome, *, by: User, now: datetime) -> Payment:
    assert document.day is not None  # noqa: S101  (an incoming document has a day)
    return Payment.objects.create(
        account=file.account, document=document.number[:100], paid_on=document.day, is_bank_day=document.is_bank_day,
        kopecks=document.kopecks, payer=one_line(document.payer), payer_inn=document.payer_inn[:12],
        payer_account=document.payer_account[:40], purpose=document.purpose, guesses=list(outcome.guesses),
        recorded_at=now, recorded_by=by.short_name,
    )  # fmt: skip


@transaction.atomic
def mark(
    invoice: Invoice, *, kopecks: int, paid_on: date, document: str, by: User, key: uuid.UUID, now: datetime
) -> Payment:
    """A payment that somebody has seen elsewhere, by its document. What is more than owed waits.

    The same key again returns the first one; the bank's own line of it, when it comes, is known already. Raises
    PaymentKnown, NothingOwed.
    """
    one_at_a_time(LOCK)
    if existing := Payment.objects.filter(key=key).first():
        return existing
    invoice = with_sums(Invoice.objects.filter(pk=invoice.pk)).get()
    if invoice.owed <= 0:
        raise NothingOwed
    account = invoice.seller["account"]
    payment = Payment(
        key=key, account=account, document=document, paid_on=paid_on, kopecks=kopecks,
        payer=invoice.buyer.get("name", ""), payer_inn=invoice.buyer.get("inn", ""), by_hand=True, recorded_at=now,
        recorded_by=by.short_name,
    )  # fmt: skip
    ledger = _ledger(account, [])
    if ledger.take(_as_document(payment)).status == "known":
        raise PaymentKnown
    payment.save()
    _apply(payment, invoice, min(kopecks, invoice.owed), by=by, now=now)
    record(by, "platform_payment.marked", invoice.company, now=now, number=invoice.number, sum=in_roubles(kopecks))
    debts.follow(invoice.company, now=now)
    return payment


@transaction.atomic
def apply(payment: Payment, invoice: Invoice, *, by: User, now: datetime) -> Applied:
    """What is left of the payment pays the invoice, as far as both go. Raises NothingLeft, NothingOwed."""
    one_at_a_time(LOCK)
    payment = Payment.objects.with_rest().get(pk=payment.pk)
    invoice = with_sums(Invoice.objects.filter(pk=invoice.pk)).get()
    if payment.rest <= 0 or payment.aside_at is not None:
        raise NothingLeft
    if invoice.owed <= 0:
        raise NothingOwed
    made = _apply(payment, invoice, min(payment.rest, invoice.owed), by=by, now=now)
    record(
        by, "platform_payment.applied", invoice.company, now=now, number=invoice.number, sum=in_roubles(made.kopecks)
    )
    debts.follow(invoice.company, now=now)
    return made


@transaction.atomic
def take_back(applied: Applied, *, reason: str, by: User, now: datetime) -> Applied:
    """It paid the wrong invoice: all of it there waits again. Raises ReasonNeeded, WrongState."""
    one_at_a_time(LOCK)
    if not reason.strip():
        raise ReasonNeeded
    same = Applied.objects.filter(payment=applied.payment, invoice=applied.invoice)
    total = sum(same.values_list("kopecks", flat=True))
    if total <= 0:
        raise WrongState
    invoice = applied.invoice
    made = _apply(applied.payment, invoice, -total, reason=reason, by=by, now=now)
    record(by, "platform_payment.taken_back", invoice.company, now=now, number=invoice.number, reason=reason)
    debts.follow(invoice.company, now=now)
    return made


@transaction.atomic
def set_aside(payment: Payment, *, reason: str, by: User, now: datetime) -> Payment:
    """It pays no invoice of ours: sent back, or not for us. The row stays. Raises NothingLeft, ReasonNeeded."""
    one_at_a_time(LOCK)
    if not reason.strip():
        raise ReasonNeeded
    payment = Payment.objects.with_rest().get(pk=payment.pk)
    if payment.rest <= 0 or payment.aside_at is not None:
        raise NothingLeft
    payment.aside_at, payment.aside_reason, payment.aside_by = now, reason, by.short_name
    payment.save(update_fields=["aside_at", "aside_reason", "aside_by"])
    record(by, "platform_payment.set_aside", payment, now=now, reason=reason)
    return payment


def _apply(payment: Payment, invoice: Invoice, kopecks: int, *, reason: str = "", by: User, now: datetime) -> Applied:
    return Applied.objects.create(
        payment=payment, invoice=invoice, kopecks=kopecks, reason=reason, applied_at=now, applied_by=by.short_name
    )
