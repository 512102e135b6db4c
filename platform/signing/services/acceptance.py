"""The acceptance of a signature: the steps that are common to simple and qualified ones."""

import secrets
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit import record
from telemetry import metrics

from ..errors import DueDatePassed, MayNotSign, NotYourTurn, SignedAlready, SigningEnded, WrongKind
from ..models import Signature, SignatureCheck, SignatureRequest, SignatureRequestQuerySet
from ..rights import may_sign
from ..signals import changed, verified
from ..stages import ENDED, advance

State = SignatureRequest.State
# The alphabet of check codes, without characters that look alike. 12 characters give 59 bits.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXY"


def locked(request: SignatureRequest) -> SignatureRequest:
    """Lock the request and that of the other side until the transaction ends, always in the same order."""
    both = SignatureRequest.objects.filter(document=request.document_id).select_for_update(no_key=True)
    return next(found for found in both.order_by("position") if found.pk == request.pk)


def must_be_signable(request: SignatureRequest, kind: SignatureRequest.Kind, *, by: User, now: datetime) -> None:
    """Raises MayNotSign, WrongKind, NotYourTurn, SignedAlready, SigningEnded, DueDatePassed."""
    if not may_sign(request, by):
        raise MayNotSign
    if request.kind != kind:
        raise WrongKind(SignatureRequest.Kind(request.kind))
    if request.state == State.WAITING:
        raise NotYourTurn
    if request.state in {State.CHECKING, State.SIGNED}:
        raise SignedAlready
    if request.state in ENDED:
        raise SigningEnded
    if request.is_overdue(timezone.localdate(now)):
        assert request.due_on is not None  # noqa: S101  (an overdue request has a due date)
        raise DueDatePassed(request.due_on)


def keep(request: SignatureRequest, signature: Signature, *, by: User, now: datetime) -> Signature:
    """Save a verified signature with its first check, and make the other side's request available.

    `request` is locked and signable; `signature` lacks only `request`, `check_code`, the people and the times of
    receipt and check. Must run in a transaction.
    """
    signature.request = request
    signature.signed_by = by
    signature.received_at = signature.checked_at = now
    signature.check_code = new_check_code()
    signature.save(force_insert=True)
    note_check(signature)
    if request.kind == SignatureRequest.Kind.QUALIFIED:
        verified.send(Signature, signature=signature, now=now)
    record(by, "signing.signed", request, now=now, signature=signature.pk)
    if signature.status == Signature.Status.VALID:
        mark_signed(request, by=by, now=now)
    else:
        advance(request, to=State.CHECKING)
        request.save(update_fields=["state"])
        changed.send(SignatureRequest, request=request, event="checking", by=by, now=now)
    return signature


def note_check(signature: Signature) -> None:
    """Record the present verdict of the signature as one more check."""
    SignatureCheck.objects.create(
        signature=signature,
        at=signature.checked_at,
        status=signature.status,
        code=signature.code,
        trust_version=signature.trust_version,
        report=signature.report,
    )


def mark_signed(request: SignatureRequest, *, by: User | None, now: datetime) -> None:
    """Mark the locked request as signed. If the other side waits, it is its turn now."""
    advance(request, to=State.SIGNED)
    request.ended_at, request.ended_by = now, by
    request.save(update_fields=["state", "ended_at", "ended_by"])
    metrics.signatures.labels(request.kind).inc()
    changed.send(SignatureRequest, request=request, event="signed", by=by, now=now)
    following = others_of(request).filter(state=State.WAITING).first()
    if following is not None:
        make_available(following, by=by, now=now)


def make_available(request: SignatureRequest, *, by: User | None, now: datetime) -> None:
    """Give the turn to this side. The request is locked or new."""
    if request.state != State.AVAILABLE:
        advance(request, to=State.AVAILABLE)
    request.opened_at = now
    request.save(update_fields=["state", "opened_at"])
    changed.send(SignatureRequest, request=request, event="available", by=by, now=now)


def others_of(request: SignatureRequest) -> SignatureRequestQuerySet:
    """The other requests about the same document; they were locked with this one."""
    return SignatureRequest.objects.filter(document=request.document_id).exclude(pk=request.pk)


def new_check_code() -> str:
    """A random code like «K7QM-2RWE-X9TD», so that nobody finds a signature by guessing."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))
