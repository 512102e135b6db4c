"""What a statement is matched against: the invoices and the documents of this company that it may name.

Few queries, however long the statement is: open invoices, closed ones that it names, payments of its days.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db.models import F, Func, Q, Value

from billing.bank import invoice_numbers
from billing.bank.matching import Invoice as Owed
from billing.bank.matching import Ledger, Outcome
from billing.bank.statement import BankDocument
from billing.bank.statement import Statement as Read
from billing.invoices.models import Invoice

from .models import Payment

_COLUMNS = ("number", "payer_name", "payer_inn", "kopecks", "paid_kopecks", "cancelled_at")
# A payment that was entered by hand may bear the day of the order instead of the bank's.
NEARBY = timedelta(days=10)


def ledger_for(read: Read) -> Ledger:
    """A ledger with all that the documents of this statement may concern."""
    ledger = Ledger(read.account, [_owed(row) for row in Invoice.objects.open().values_list(*_COLUMNS)])
    incoming = [document for document in read.documents if document.way == "incoming"]
    for row in _closed(incoming):
        ledger.add(_owed(row))
    for payment in _taken(read.account, {document.day for document in incoming if document.day}):
        document = _document(payment)
        assert document.day is not None  # noqa: S101  (a payment has a day)
        ledger.taken[document.number.strip().lstrip("0"), document.day, document.kopecks].append(document)
    return ledger


def take_all(read: Read) -> list[Outcome]:
    """What becomes of each document, in the order of the file."""
    ledger = ledger_for(read)
    entered = _entered_by_hand(read)
    return [_take(ledger, document, entered) for document in read.documents]


def _take(ledger: Ledger, document: BankDocument, entered: Iterable[Payment]) -> Outcome:
    twin = next((payment for payment in entered if document.way == "incoming" and _may_be(document, payment)), None)
    if twin is None:
        return ledger.take(document)
    # The ledger remembers the document, but what it would pay stays unpaid: a person says whether it is the same money.
    aside = Ledger(ledger.account, [], taken=ledger.taken)
    outcome = aside.take(document)
    if outcome.status == "known":
        return outcome
    return Outcome(
        document.line,
        document.number,
        "ambiguous",
        "entered_by_hand",
        "Похож на платёж, внесённый вручную с другой датой: проверьте, не тот же ли это платёж",
        unapplied=document.kopecks,
        counts_on=document.day,
        guesses=list(
            Invoice.objects.filter(settlements__payment=twin, settlements__kind="applied")
            .values_list("number", flat=True)
            .distinct()
        ),
        concludes=document.is_bank_day,
    )


def _may_be(document: BankDocument, payment: Payment) -> bool:
    return (
        document.day is not None
        and document.kopecks == payment.kopecks
        and document.number.strip().lstrip("0") == payment.number.strip().lstrip("0")
        and timedelta(0) < abs(document.day - payment.received_on) <= NEARBY
        and not (document.payer_inn and payment.payer_inn and document.payer_inn != payment.payer_inn)
    )


def _entered_by_hand(read: Read) -> list[Payment]:
    days = [document.day for document in read.documents if document.way == "incoming" and document.day]
    if not days:
        return []
    between = (_shifted(min(days), -NEARBY), _shifted(max(days), NEARBY))
    return list(Payment.objects.filter(source=Payment.Source.HAND, received_on__range=between).exclude(number=""))


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _owed(row: tuple[str, str, str, int, int, object]) -> Owed:
    number, payer, inn, kopecks, paid, cancelled_at = row
    return Owed(number, payer, inn, kopecks, "cancelled" if cancelled_at else "issued", paid)


def _closed(incoming: Sequence[BankDocument]) -> list[tuple[str, str, str, int, int, object]]:
    """Invoices that are paid or cancelled and that a purpose names, so that the report can say so."""
    prefixes = _prefixes()
    named = {
        (found.number.year, found.number.counter)
        for document in incoming
        for found in invoice_numbers.numbers_in(document.purpose, prefixes)
        if found.number.year is not None
    }
    if not named:
        return []
    wanted = Invoice.objects.filter(year__in={year for year, _ in named}, counter__in={number for _, number in named})
    return list(wanted.filter(Q(paid_kopecks__gte=F("kopecks")) | Q(cancelled_at__isnull=False)).values_list(*_COLUMNS))


def _prefixes() -> set[str]:
    """The letters with which numbers of this company begin, also those of series that it has given up."""
    letters = Func(F("number"), Value("[0-9].*$"), Value(""), function="regexp_replace")
    heads = Invoice.objects.annotate(letters=letters).order_by().values_list("letters", flat=True).distinct()
    parsed = (invoice_numbers.parse(f"{head}2000-1") for head in heads)
    return {number.prefix for number in parsed if number is not None}


def _taken(account: str, days: Collection[date]) -> list[Payment]:
    """Payments of these days that a statement may tell of again. The acquirer's are no documents of the bank."""
    told = Payment.objects.filter(received_on__in=days).exclude(source=Payment.Source.ONLINE)
    told = told.filter(Q(account=account) | Q(source=Payment.Source.HAND))
    return list(
        told.only("number", "received_on", "kopecks", "payer", "payer_inn", "payer_account", "purpose", "source")
    )


def _document(payment: Payment) -> BankDocument:
    """As the ledger remembers it. What a person has typed as payer and purpose never tells two documents apart."""
    by_bank = payment.source == Payment.Source.BANK
    return BankDocument(
        line=0,
        number=payment.number,
        way="incoming",
        kopecks=payment.kopecks,
        day=payment.received_on,
        payer=payment.payer,
        payer_inn=payment.payer_inn,
        payer_account=payment.payer_account,
        purpose=payment.purpose if by_bank else "",
    )
