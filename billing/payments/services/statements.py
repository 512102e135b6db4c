"""The import of a statement: the file is kept whatever it is, then all of it is applied or nothing.

The two steps are two transactions. If the process dies between them or in the second one, the list of due work brings
the second one again; `read_at` says that it has been done.
"""

import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

import documents.services
from accounts.models import User
from audit import record
from billing.bank.matching import Outcome
from billing.bank.statement import Accounts, BankDocument, StatementRefused, read
from billing.bank.statement import Statement as Read
from billing.invoices.models import Invoice
from cabinet.company.queries import profile
from tenancy import due

from ..books import booked_on, closed_until
from ..errors import NoBankAccount, StatementEmpty, StatementTooLarge
from ..locks import lock_money, locked_invoices
from ..matching import take_all
from ..models import Payment, Statement
from ..settings import own_accounts
from .settling import BATCH, Part, settle

APPLY = "payments.apply_statement"
MOST_BYTES = 20 * 1024 * 1024  # some 30 000 documents
FORGOTTEN_AFTER = timedelta(hours=1)
_LONGEST = {"number": 100, "payer": 500, "payer_inn": 20, "payer_account": 40, "purpose": 5000}


def take_statement(content: bytes, *, name: str, by: User, key: uuid.UUID, now: datetime) -> Statement:
    """Keep a file of the bank and apply it. What was refused is kept as well, with the reason.

    Raises StatementEmpty, StatementTooLarge, NoBankAccount, StorageUnavailable: then nothing was kept.
    """
    statement = receive_statement(content, name=name, by=by, key=key, now=now)
    return apply_statement(statement, content, now=now)


def receive_statement(content: bytes, *, name: str, by: User, key: uuid.UUID, now: datetime) -> Statement:
    """Keep the file, and have it applied even if whoever brought it goes away."""
    if done := Statement.objects.filter(key=key).first():
        return done
    if not content:
        raise StatementEmpty
    if len(content) > MOST_BYTES:
        raise StatementTooLarge(MOST_BYTES // 1024 // 1024)
    account = profile().bank_account
    if not account:
        raise NoBankAccount
    document = documents.services.take_as_it_is(content, name=name, by=by, now=now)
    with transaction.atomic():
        lock_money()
        if done := Statement.objects.filter(key=key).first():
            return done
        documents.services.keep(document)
        statement = Statement.objects.create(
            key=key,
            document=document,
            file_name=document.file_name,
            sha256=document.sha256,
            account=account,
            taken_by=by,
            taken_at=now,
        )
        due.plan(APPLY, statement.pk, at=now + due.NUDGE_TERM)
    return statement


def apply_statement(statement: Statement, content: bytes | None = None, *, now: datetime) -> Statement:
    """Read a kept file and apply all of it, once. `content` is what the file holds, if the caller has it at hand.

    Raises StorageUnavailable, if the bytes must be read and cannot; the list of due work brings it again.
    """
    if content is None:
        assert statement.document is not None  # noqa: S101  (only a file that is kept is listed)
        content = b"".join(documents.services.chunks(statement.document))
    with transaction.atomic():
        lock_money()
        statement = Statement.objects.select_related("taken_by", "document").get(pk=statement.pk)
        if not statement.is_waiting:
            return statement
        accounts = Accounts(statement.account, others=own_accounts())
        statement.read_at = now
        try:
            told = read(content, accounts)
        except StatementRefused as refusal:
            statement.refusal_code = refusal.code
            record(statement.taken_by, "payments.statement_refused", statement, now=now, why=refusal.sentence)
        else:
            statement.warnings = [*told.warnings, *_seen_before(statement)]
            _apply(statement, told, now=now)
        statement.save(update_fields=["read_at", "refusal_code", "warnings", "counts", "report"])
        due.settle(APPLY, statement.pk)
    return statement


def plan_forgotten(*, now: datetime) -> int:
    """List again files that wait and stand on no list, as in a schema that was restored. Returns how many."""
    waiting = Statement.objects.filter(read_at=None, taken_at__lt=now - FORGOTTEN_AFTER).values_list("pk", flat=True)
    due.plan_many(APPLY, dict.fromkeys(waiting, now))
    return len(waiting)


def _seen_before(statement: Statement) -> list[str]:
    earlier = Statement.objects.filter(sha256=statement.sha256, refusal_code="").exclude(pk=statement.pk)
    if earlier.exclude(read_at=None).exists():
        return ["Этот файл уже загружали: учтённые из него платежи второй раз не учитываются"]
    return []


def _apply(statement: Statement, told: Read, *, now: datetime) -> None:
    by, closed = statement.taken_by, closed_until()
    outcomes, invoices = _matched(told)
    taken = [
        (document, outcome)
        for document, outcome in zip(told.documents, outcomes, strict=True)
        if outcome.status not in {"known", "ignored", "refused"}
    ]
    payments = Payment.objects.bulk_create(
        [
            _payment(statement, ordinal, document, outcome, closed=closed, by=by, now=now)
            for ordinal, (document, outcome) in enumerate(taken)
        ],
        batch_size=BATCH,
    )
    parts = [
        Part(payment, invoices[one.invoice], one.kopecks, uuid.uuid5(payment.key, one.invoice))
        for payment, (_document, outcome) in zip(payments, taken, strict=True)
        for one in outcome.applied
    ]
    settle(parts, closed=closed, by=by, now=now)
    pks = {id(outcome): payment.pk for payment, (_document, outcome) in zip(payments, taken, strict=True)}
    statement.report = [
        _line(document, outcome, pks.get(id(outcome)))
        for document, outcome in zip(told.documents, outcomes, strict=True)
    ]
    statement.counts = dict(Counter(outcome.status for outcome in outcomes))
    record(
        by,
        "payments.statement_taken",
        statement,
        now=now,
        payments=len(payments),
        refused=statement.counts.get("refused", 0),
    )


def _matched(told: Read) -> tuple[list[Outcome], dict[str, Invoice]]:
    """What becomes of each document, and the invoices of it by number, locked.

    An invoice may be cancelled between the reading and the lock. Then all is matched again: that one is locked by now.
    """
    while True:
        outcomes = take_all(told)
        numbers = {one.invoice for outcome in outcomes for one in outcome.applied}
        found = locked_invoices(list(Invoice.objects.filter(number__in=numbers).values_list("pk", flat=True)))
        if not any(invoice.is_cancelled for invoice in found.values()):
            return outcomes, {invoice.number: invoice for invoice in found.values()}


def _payment(
    statement: Statement,
    ordinal: int,
    document: BankDocument,
    outcome: Outcome,
    *,
    closed: date | None,
    by: User,
    now: datetime,
) -> Payment:
    assert document.day is not None  # noqa: S101  (an incoming document has a day)
    words = {name: getattr(document, name)[:limit] for name, limit in _LONGEST.items()}
    return Payment(
        key=uuid.uuid5(statement.key, f"{document.line} {ordinal}"),
        source=Payment.Source.BANK,
        statement=statement,
        line=document.line,
        account=statement.account,
        received_on=document.day,
        is_bank_day=document.is_bank_day,
        booked_on=booked_on(document.day, closed=closed, now=now),
        kopecks=document.kopecks,
        code=outcome.code,
        sentence=outcome.sentence[:500],
        notes=list(outcome.notes),
        guesses=list(outcome.guesses)[:20],
        recorded_by=by,
        recorded_at=now,
        **{name: text.replace("\x00", "") for name, text in words.items()},
    )


def _line(document: BankDocument, outcome: Outcome, payment: int | None) -> dict[str, Any]:
    """What the report says of one document."""
    return {
        "line": outcome.line,
        "document": outcome.document[:100].replace("\x00", ""),
        "status": outcome.status,
        "code": outcome.code,
        "sentence": outcome.sentence.replace("\x00", ""),
        "invoices": [{"number": one.invoice, "kopecks": one.kopecks} for one in outcome.applied],
        "kopecks": document.kopecks,
        "unapplied": outcome.unapplied,
        "counts_on": outcome.counts_on.isoformat() if outcome.counts_on else None,
        "notes": list(outcome.notes),
        "payment": payment,
    }
