"""Money goes back: one person asks with reason and details, another agrees, then it is noted as done."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

import documents.services
from accounts.models import User
from documents.models import Upload
from ui.words import one_line

from ..books import booked_on, closed_until
from ..errors import (
    DayInFuture,
    DetailsNeeded,
    DocumentNeeded,
    DoneAlready,
    MoreThanComes,
    ReasonNeeded,
    ReturnNotApproved,
    SecondPersonNeeded,
    WrongSum,
)
from ..locks import lock_money
from ..models import Payment, Settlement
from ..tally import count_returns
from .application import locked, note

Kind = Settlement.Kind


@transaction.atomic
def ask_return(
    payment: Payment,
    *,
    kopecks: int,
    reason: str,
    details: Mapping[str, str],
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Settlement:
    """Ask to send back money that is on no invoice. From now on it can be put on none.

    `details` are the recipient's: name, account, bank. Raises ReasonNeeded, DetailsNeeded, WrongSum, MoreThanComes.
    """
    reason = one_line(reason)
    to = {name: one_line(value) for name, value in details.items() if one_line(value)}
    if not reason:
        raise ReasonNeeded
    if not to.get("recipient") or not to.get("account"):
        raise DetailsNeeded
    lock_money()
    if done := Settlement.objects.filter(key=key).first():
        return done
    payment = locked(payment)
    if kopecks <= 0:
        raise WrongSum
    if kopecks > payment.left:
        raise MoreThanComes
    # The invoice from which it was taken last: the applicant sees there that the money goes back.
    last = payment.settlements.filter(kind=Kind.RELEASED).order_by("pk").last()
    return note(
        payment,
        Kind.RETURN_ASKED,
        kopecks,
        reason=reason,
        details=to,
        invoice=last.invoice if last else None,
        by=by,
        key=key,
        now=now,
    )


@transaction.atomic
def approve_return(asked: Settlement, *, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    """Another person agrees. Raises SecondPersonNeeded, DoneAlready."""
    return _decide(asked, Kind.RETURN_APPROVED, reason="", by=by, key=key, now=now)


@transaction.atomic
def refuse_return(asked: Settlement, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    """The money waits again. Whoever asked may say so too. Raises ReasonNeeded, DoneAlready."""
    reason = one_line(reason)
    if not reason:
        raise ReasonNeeded
    return _decide(asked, Kind.RETURN_REFUSED, reason=reason, by=by, key=key, now=now)


def finish_return(
    asked: Settlement,
    *,
    done_on: date,
    number: str,
    scan: "UploadedFile[Any] | Upload | None" = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Settlement:
    """The bank has sent the money by this payment order. Raises ReturnNotApproved, DocumentNeeded, DayInFuture,
    DoneAlready, and what a file raises."""
    if done := Settlement.objects.filter(key=key).first():
        return done
    number = one_line(number, 100)
    if not number:
        raise DocumentNeeded
    if done_on > localdate(now):
        raise DayInFuture(done_on)
    document = documents.services.take(scan, by=by, now=now) if scan is not None else None
    with transaction.atomic():
        lock_money()
        if done := Settlement.objects.filter(key=key).first():
            return done
        said = set(Settlement.objects.filter(about=asked).values_list("kind", flat=True))
        if Kind.RETURN_DONE in said or Kind.RETURN_REFUSED in said:
            raise DoneAlready
        if Kind.RETURN_APPROVED not in said:
            raise ReturnNotApproved
        if document is not None:
            documents.services.keep(document)
        done = note(
            asked.payment,
            Kind.RETURN_DONE,
            asked.kopecks,
            about=asked,
            invoice=asked.invoice,
            counts_on=done_on,
            booked_on=booked_on(done_on, closed=closed_until(), now=now),
            details={"number": number},
            document=document,
            by=by,
            key=key,
            now=now,
        )
        if asked.invoice_id is not None:
            count_returns([asked.invoice_id])
        return done


def _decide(asked: Settlement, kind: Kind, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Settlement:
    lock_money()
    if done := Settlement.objects.filter(key=key).first():
        return done
    asked = Settlement.objects.select_related("payment").get(pk=asked.pk)
    if asked.kind != Kind.RETURN_ASKED or Settlement.objects.filter(about=asked).exists():
        raise DoneAlready
    if kind == Kind.RETURN_APPROVED and asked.made_by_id == by.pk:
        raise SecondPersonNeeded
    return note(
        asked.payment, kind, asked.kopecks, about=asked, invoice=asked.invoice, reason=reason, by=by, key=key, now=now
    )
