"""Requests to sign: who signs what, in which order and by when; and how a request ends without a signature."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

import documents.services
from accounts.models import Applicant, LegalForm, User
from audit import record
from documents.models import Document

from ..errors import (
    DueDateInThePast,
    MayNotSign,
    NobodyToRemind,
    NothingToSign,
    NotYourTurn,
    ReasonMissing,
    RemindedAlready,
    RequestedAlready,
    SignedAlready,
    SigningEnded,
)
from ..models import SignatureRequest
from ..rights import may_sign
from ..signals import changed
from ..stages import ENDED, UNSIGNED, advance
from .acceptance import locked, make_available, others_of

Side, Kind, State = SignatureRequest.Side, SignatureRequest.Kind, SignatureRequest.State
REMIND_AGAIN_AFTER = timedelta(days=1)
# The company signs first, so that the applicant never sees a document that the company may still refuse to sign.
_ORDER = [Side.SUPPLIER, Side.COMPANY, Side.APPLICANT]


@transaction.atomic
def request_signatures(
    document: Document,
    *,
    title: str,
    sides: Sequence[SignatureRequest.Side],
    applicant: Applicant,
    due_on: date | None,
    by: User,
    now: datetime,
) -> list[SignatureRequest]:
    """Ask the sides to sign. From now on the file cannot change. Returns the requests in their order.

    A repetition returns the same requests. Raises RequestedAlready if other sides were asked before, DueDateInThePast.
    """
    Document.objects.select_for_update(no_key=True).get(
        pk=document.pk
    )  # two simultaneous presses run one after the other
    documents.services.publish([document.pk], now=now)
    wanted = [side for side in _ORDER if side in sides]
    asked = list(SignatureRequest.objects.filter(document=document))
    if asked:
        if [request.side for request in asked] != wanted:
            raise RequestedAlready
        return asked
    _must_not_be_past(due_on, now=now)
    requests = [
        SignatureRequest.objects.create(
            document=document,
            title=title,
            side=side,
            kind=_kind(side, applicant),
            applicant=applicant,
            position=position,
            state=State.WAITING,
            due_on=due_on,
            asked_by=by,
            asked_at=now,
        )
        for position, side in enumerate(wanted, start=1)
    ]
    for request in requests:
        record(by, "signing.asked", request, now=now, sides=len(wanted))
    make_available(requests[0], by=by, now=now)
    return requests


@transaction.atomic
def decline(request: SignatureRequest, *, reason: str, by: User, now: datetime) -> SignatureRequest:
    """Refuse to sign. The other side's request ends too if it is not signed yet.

    Raises MayNotSign, NotYourTurn, SignedAlready, SigningEnded, ReasonMissing.
    """
    request = locked(request)
    reason = _told(reason)
    if not may_sign(request, by):
        raise MayNotSign
    if request.state == State.DECLINED:  # pressed twice
        return request
    if request.state in ENDED:
        raise SigningEnded
    if request.state == State.WAITING:
        raise NotYourTurn
    if request.state != State.AVAILABLE:
        raise SignedAlready
    _end(request, State.DECLINED, reason, by=by, now=now)
    for other in others_of(request).filter(state__in=UNSIGNED):
        _end(other, State.RECALLED, reason, by=by, now=now)
    record(by, "signing.declined", request, now=now)
    changed.send(SignatureRequest, request=request, event="declined", by=by, now=now)
    return request


@transaction.atomic
def recall(document: Document, *, reason: str, by: User, now: datetime) -> list[SignatureRequest]:
    """Withdraw the document from signing: every request without a signature ends.

    Raises ReasonMissing, NothingToSign.
    """
    reason = _told(reason)
    unsigned = _unsigned(document)
    if not unsigned:
        raise NothingToSign
    turn = next((request for request in unsigned if request.state != State.WAITING), unsigned[0])
    for request in unsigned:
        _end(request, State.RECALLED, reason, by=by, now=now)
    record(by, "signing.recalled", turn, now=now)
    changed.send(SignatureRequest, request=turn, event="recalled", by=by, now=now)
    return unsigned


@transaction.atomic
def remind(document: Document, *, by: User, now: datetime) -> SignatureRequest:
    """Remind the side whose turn it is, once a day. Raises NobodyToRemind, RemindedAlready."""
    request = next((request for request in _unsigned(document) if request.state == State.AVAILABLE), None)
    if request is None:
        raise NobodyToRemind
    if request.reminded_at is not None and now < request.reminded_at + REMIND_AGAIN_AFTER:
        raise RemindedAlready
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    record(by, "signing.reminded", request, now=now)
    changed.send(SignatureRequest, request=request, event="reminded", by=by, now=now)
    return request


@transaction.atomic
def prolong(document: Document, *, due_on: date, by: User, now: datetime) -> list[SignatureRequest]:
    """Set `due_on` as the due date of every request that is not signed. Raises DueDateInThePast, NothingToSign."""
    _must_not_be_past(due_on, now=now)
    unsigned = _unsigned(document)
    if not unsigned:
        raise NothingToSign
    for request in unsigned:
        request.due_on = due_on
        request.save(update_fields=["due_on"])
        record(by, "signing.prolonged", request, now=now, due_on=due_on.isoformat())
    changed.send(SignatureRequest, request=unsigned[0], event="prolonged", by=by, now=now)
    return unsigned


def _kind(side: SignatureRequest.Side, applicant: Applicant) -> SignatureRequest.Kind:
    """A person signs by SMS; the company, a supplier, an entrepreneur and an organisation with a qualified one."""
    by_sms = side == Side.APPLICANT and applicant.legal_form == LegalForm.PERSON
    return Kind.SIMPLE if by_sms else Kind.QUALIFIED


def _unsigned(document: Document) -> list[SignatureRequest]:
    """The unsigned requests about the document, in their order, locked."""
    requests = SignatureRequest.objects.filter(document=document, state__in=UNSIGNED)
    return list(requests.select_for_update(no_key=True).order_by("position"))


def _end(request: SignatureRequest, to: SignatureRequest.State, reason: str, *, by: User, now: datetime) -> None:
    advance(request, to=to)
    request.reason, request.ended_at, request.ended_by = reason, now, by
    request.save(update_fields=["state", "reason", "ended_at", "ended_by"])


def _told(reason: str) -> str:
    if not (reason := reason.strip()):
        raise ReasonMissing
    return reason


def _must_not_be_past(due_on: date | None, *, now: datetime) -> None:
    if due_on is not None and due_on < timezone.localdate(now):
        raise DueDateInThePast
