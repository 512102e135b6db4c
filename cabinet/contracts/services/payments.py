"""Money for the offer of Section X: a full payment in term concludes the contract, any other one asks a person."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.services.placement import locked
from ui.words import in_digits, money, one_line

from ..codes import Code
from ..errors import CaseHasEnded, OfferNotPlaced, PaymentDecided, PaymentKnown, ReasonNeeded, TextNeeded
from ..models import Fact
from ..queries import Contract, contract_of
from .chronicle import done_before, must_be_possible, note, say
from .outcomes import conclude
from .papers import Paper, Source, place, taken
from .sums import checked_sum

# Why a payment asks a person, in words for both sides.
DOUBTS = {
    "late": "поступила после срока оплаты",
    "partial": "меньше суммы счёта",
    "closed": "заявка уже закрыта",
}


def record_payment(
    case: Case,
    *,
    received_on: date,
    amount: Decimal,
    evidence: str,
    scan: Source | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """Money has come: on which day by the bank, how much, by which document; `scan` is a file of it.

    The day of the bank is the one that counts. When all of the invoice has come in term, the contract is concluded on
    the day of the last part. A partial or late payment, and one of a case that has ended, waits for a person. When the
    whole price has come, the last payment is recorded too. Raises OfferNotPlaced, DateInFuture, DateTooEarly, WrongSum,
    TextNeeded, PaymentKnown, and what a file raises.
    """
    if done := done_before(case, key):
        return done
    amount, evidence = checked_sum(amount), one_line(evidence, 200)
    if not evidence:
        raise TextNeeded
    documents = taken([scan] if scan else [], by=by, now=now)
    with transaction.atomic():
        case = locked(case)
        if done := done_before(case, key):
            return done
        contract = contract_of(case)
        if contract.offer is None:
            raise OfferNotPlaced
        if _is_known(contract, received_on, amount, evidence):
            raise PaymentKnown
        must_be_possible(received_on, since=contract.offer.happened_on, what="размещена оферта", now=now)
        placed = place(case, [Paper(document, "Документ об оплате") for document in documents], by=by, key=key, now=now)
        line = f"Поступила оплата {money(amount)}, {in_digits(received_on)}, {evidence}"
        doubt = _doubt(contract, received_on, amount)
        payment = note(
            case,
            Code.PAYMENT,
            title=line,
            on=received_on,
            about=contract.offer,
            documents=[entry.pk for entry in placed],
            details={"amount": str(amount), "evidence": evidence, "doubt": doubt},
            by=by,
            key=key,
            now=now,
        )
        asks = f"Оплата {DOUBTS[doubt]}: сетевая организация решит, заключён ли договор." if doubt else ""
        say(case, line, subject="поступила оплата", asks=asks, by=by, key=key, now=now)
        if not contract.is_concluded and not doubt:
            _accept(case, payment, by=by, now=now)
        _note_last(case, payment, by=by, now=now)
        return payment


@transaction.atomic
def confirm_payment(payment: Fact, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """A person takes a partial or late payment as the one that concludes the contract, on its day by the bank.

    Raises ReasonNeeded, PaymentDecided, CaseHasEnded: the end of a case is undone first.
    """
    return _decide(payment, Code.PAYMENT_CONFIRMED, "Оплата принята", reason=reason, by=by, key=key, now=now)


@transaction.atomic
def reject_payment(payment: Fact, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """The payment does not conclude the contract and does not count any more. Raises ReasonNeeded, PaymentDecided."""
    return _decide(payment, Code.PAYMENT_REJECTED, "Оплата не принята", reason=reason, by=by, key=key, now=now)


@transaction.atomic
def withdraw_payment(payment: Fact, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """The money was taken for this case by mistake: it does not count any more, whether it had been decided or not.

    A contract that it has concluded stands: whether it should is for people to say. Raises ReasonNeeded.
    """
    if not (reason := reason.strip()):
        raise ReasonNeeded
    case = locked(payment.case)
    if done := done_before(case, key):
        return done
    line = f"Оплата снята: {money(Decimal(payment.detail('amount')))}, {in_digits(payment.happened_on)}. {reason}"
    withdrawn = note(case, Code.PAYMENT_REJECTED, title=line, text=reason, about=payment, by=by, key=key, now=now)
    asks = "Договор заключён этой оплатой: сетевая организация сообщит, что дальше." if _concluded_by(payment) else ""
    say(case, line, subject="оплата снята", asks=asks, by=by, key=key, now=now)
    return withdrawn


def _concluded_by(payment: Fact) -> bool:
    return Fact.objects.filter(case=payment.case_id, code=Code.CONCLUDED, about=payment).exists()


def _decide(payment: Fact, code: Code, words: str, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    if not (reason := reason.strip()):
        raise ReasonNeeded
    case = locked(payment.case)
    if done := done_before(case, key):
        return done
    if payment.pk not in {one.pk for one in contract_of(case).doubtful}:
        raise PaymentDecided
    if code == Code.PAYMENT_CONFIRMED and case.is_closed:
        raise CaseHasEnded
    line = f"{words}: {money(Decimal(payment.detail('amount')))}, {in_digits(payment.happened_on)}. {reason}"
    decided = note(case, code, title=line, text=reason, about=payment, by=by, key=key, now=now)
    say(case, line, subject=words.lower(), by=by, key=key, now=now)
    if code == Code.PAYMENT_CONFIRMED:
        _accept(case, payment, by=by, now=now)
        _note_last(case, payment, by=by, now=now)
    return decided


def _is_known(contract: Contract, received_on: date, amount: Decimal, evidence: str) -> bool:
    """Two people have the same document before them."""
    return any(
        one.happened_on == received_on
        and Decimal(one.detail("amount")) == amount
        and one.detail("evidence").casefold() == evidence.casefold()
        for one in contract.all(Code.PAYMENT)
    )


def _doubt(contract: Contract, received_on: date, amount: Decimal) -> str:
    """Why a person is asked; empty where nobody need be, or where the contract is concluded already."""
    if contract.is_concluded:
        return ""
    if contract.case.is_closed:
        return "closed"
    until = contract.pay_until
    if until is not None and received_on > until:
        return "late"
    received = sum((Decimal(one.detail("amount")) for one in _in_term(contract)), Decimal(0))
    return "" if received + amount >= contract.invoice else "partial"


def _in_term(contract: Contract) -> list[Fact]:
    until = contract.pay_until
    return [one for one in contract.payments if until is None or one.happened_on <= until]


def _accept(case: Case, payment: Fact, *, by: User, now: datetime) -> None:
    """Paid, and concluded by it, on the day of the bank. A repetition is kept out by the lock and the keys."""
    parts = [] if payment.detail("doubt") else _in_term(contract_of(case))
    paid_on = max(part.happened_on for part in [payment, *parts])
    note(case, Code.PAID, title="Счёт оплачен", on=paid_on, about=payment, documents=payment.documents,
         by=by, key=uuid.uuid5(payment.key, Code.PAID), now=now)  # fmt: skip
    conclude(case, payment, on=paid_on, by=by, key=uuid.uuid5(payment.key, Code.CONCLUDED), now=now)


def _note_last(case: Case, payment: Fact, *, by: User, now: datetime) -> None:
    """The whole price has come: the last payment is a fact of its own, from which a term ends."""
    contract = contract_of(case)
    if contract.has(Code.CONCLUDED) and contract.received >= contract.price and not contract.has(Code.PAID_LAST):
        key = uuid.uuid5(payment.key, Code.PAID_LAST)
        note(case, Code.PAID_LAST, title="Плата внесена полностью", on=payment.happened_on, about=payment,
             by=by, key=key, now=now)  # fmt: skip
        if contract.price > contract.invoice:
            say(case, "Плата внесена полностью", by=by, key=key, now=now)
