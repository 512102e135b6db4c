"""What money means for contracts: where an offer stands, its payment concludes the contract, by the bank's day."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from billing.invoices.models import Invoice
from cabinet.cases.models import Case
from cabinet.contracts import services as contracts
from cabinet.contracts.codes import Code
from cabinet.contracts.errors import PaymentKnown
from cabinet.contracts.models import Fact
from tenancy.errors import DomainError

from ..models import Payment, Settlement

NOT_TOLD = "Договор не заключён: {why}"
SAME_AS_BY_HAND = "На странице договора эта оплата уже отмечена вручную, второй раз она не учтена"


def fact_key(settlement: Settlement) -> uuid.UUID:
    """The key of the fact that an application of money writes into the contract."""
    return uuid.uuid5(settlement.key, "contract")


def tell(settlements: Sequence[Settlement], *, by: User, now: datetime) -> set[int]:
    """Record each application to an invoice of a case with an offer. Returns those whose people are told by that.

    What the contract refuses (a day before the offer, a day to come) is noted on the payment: the money stays where it
    is, a person decides.
    """
    with_offer = set(
        Fact.objects.filter(case__in={one.invoice.case_id for one in settlements if one.invoice}, code=Code.OFFER)
        .order_by()
        .values_list("case_id", flat=True)
        .distinct()
    )
    told = set()
    for settlement in settlements:
        invoice = settlement.invoice
        if invoice is None or invoice.case_id not in with_offer or not settlement.payment.is_bank_day:
            continue
        if _tell_one(settlement, invoice, by=by, now=now):
            told.add(settlement.pk)
    return told


def withdraw(settlement: Settlement, *, reason: str, by: User, now: datetime) -> bool:
    """The money was not for this invoice: its fact does not count any more. Says whether a contract stands by it."""
    assert settlement.invoice is not None  # noqa: S101  (an application has an invoice)
    fact = Fact.objects.filter(case=settlement.invoice.case_id, key=fact_key(settlement)).first()
    if fact is None:
        return False
    contracts.withdraw_payment(fact, reason=reason, by=by, key=uuid.uuid5(settlement.key, "withdrawn"), now=now)
    return Fact.objects.filter(case=fact.case_id, code=Code.CONCLUDED, about=fact).exists()


def _tell_one(settlement: Settlement, invoice: Invoice, *, by: User, now: datetime) -> bool:
    payment = settlement.payment
    case = Case.objects.get(pk=invoice.case_id)
    if _was_marked_by_hand(case, settlement):
        _note(payment, SAME_AS_BY_HAND)
        return True
    words = f"{payment.evidence}, счёт {invoice.number}"
    try:
        try:
            _record(case, settlement, words, by=by, now=now)
        except PaymentKnown:  # two payers of one transit account: same number, day and sum
            _record(case, settlement, f"{words}, запись {settlement.pk}", by=by, now=now)
    except DomainError as refusal:
        _note(payment, NOT_TOLD.format(why=refusal.message))
        return False
    return True


def _record(case: Case, settlement: Settlement, evidence: str, *, by: User, now: datetime) -> None:
    with transaction.atomic():
        contracts.record_payment(
            case,
            received_on=settlement.payment.received_on,
            amount=Decimal(settlement.kopecks) / 100,
            evidence=evidence,
            by=by,
            key=fact_key(settlement),
            now=now,
        )


def _was_marked_by_hand(case: Case, settlement: Settlement) -> bool:
    """Somebody wrote it on the page of the contract before the case had an invoice: same day, same sum."""
    facts = Fact.objects.filter(case=case, code=Code.PAYMENT, happened_on=settlement.payment.received_on)
    same = [fact for fact in facts if Decimal(fact.detail("amount")) * 100 == settlement.kopecks]
    if not same:
        return False
    applied = Settlement.objects.filter(invoice__case=case, kind=Settlement.Kind.APPLIED).exclude(pk=settlement.pk)
    ours = {fact_key(one) for one in applied.only("key")}
    taken = sum(SAME_AS_BY_HAND in one.payment.notes for one in applied.select_related("payment"))
    return sum(fact.key not in ours for fact in same) > taken


def _note(payment: Payment, words: str) -> None:
    payment.notes = [*payment.notes, words]
    payment.save(update_fields=["notes"])
