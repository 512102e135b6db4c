"""Rechecks of accepted signatures: the time stamp is added, unknown revocation is settled, the next list is read."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from audit import record
from tenancy import due
from ui import clock

from ..crypto.cades import Code, Report
from ..crypto.signer import Signer
from ..crypto.timestamp import signers
from ..errors import DocumentChanged, DocumentLost
from ..models import Signature, SignatureCheck, SignatureRequest
from ..revocation_fetch import refresh, stamped_by_service
from ..signals import changed
from ..stages import advance
from ..trust.versions import issuer_key, material
from ..verdicts import Verdict, kept_answers, reach, read_digests, with_stamp_required
from .acceptance import locked, mark_signed, others_of

log = logging.getLogger(__name__)

State = SignatureRequest.State
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# After a minute, five, half an hour; then every hour for a day.
DELAYS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), *([HOUR] * 24)]
# The task that checks a signature again.
ATTEND = "signing.attend"


def recheck(signature: Signature, *, now: datetime) -> Signature:
    """Fetch what is missing (time stamp, lists, answers) and reach the verdict again as of the receipt.

    Every verdict is recorded as a check. An unknown one becomes valid or invalid. Only a revocation turns a valid
    signature into an invalid one; its side may then sign again, so an invalid signature stays invalid. Any other fault
    found with a valid signature is a fault of our trust or our storage and is only recorded.
    Raises StorageUnavailable, TrustNotReady; DocumentChanged, having recorded it.
    """
    signature = Signature.objects.select_related("request__document").get(pk=signature.pk)
    raw = bytes(signature.stamped or signature.raw)
    found = signers(raw)
    try:
        digests = read_digests(signature.request.document, [signer.bits for signer in found[:1]]).streebog
    except DocumentLost:
        _note_lost_document(signature, now=now)
        raise
    except DocumentChanged:
        _note_changed_document(signature, now=now)
        raise
    ocsp = refresh(found, at=signature.received_at, now=now) or kept_answers(signature.report)
    verdict = reach(raw, digests, at=signature.received_at, now=now, ocsp=ocsp, known=found)
    stamped = None if verdict.report.stamped_at else stamped_by_service(raw)
    if stamped is not None:
        with_it = reach(stamped, digests, at=signature.received_at, now=now, ocsp=ocsp)
        if with_it.report.stamped_at and (with_it.report.is_valid or not verdict.report.is_valid):
            verdict = with_it
        else:
            log.error("time stamp for signature %s is no good: %s", signature.pk, with_it.report.code)
            stamped = None
    verdict = with_stamp_required(verdict)
    with transaction.atomic():
        request = locked(signature.request)
        signature = Signature.objects.select_for_update(no_key=True).get(pk=signature.pk)
        if signature.status == Signature.Status.INVALID:  # another worker found it, perhaps by a newer list than ours
            return signature
        if stamped is not None and signature.stamped is None:
            signature.stamped = stamped
            signature.signed_at = clock.universal(verdict.report.stamped_at or signature.signed_at)
        _settle(signature, request, verdict, found[0], now=now)
    return signature


def plan(signature: Signature, signer: Signer, *, version: int, now: datetime) -> None:
    """Set when a worker checks the signature next and how many checks are left. The caller saves.

    An unsettled signature is checked soon, then at growing intervals. A valid one is checked once more when the first
    list issued after the signature is out, because that list shows a revocation made just before the signature.
    `version` is the version of trust that the verdict is based on: lists that came later have not been read.
    """
    is_settled = signature.status == Signature.Status.VALID and not _awaits_stamp(signature)
    next_at = (
        _next_list(signature, signer, version, now=now) if is_settled else now + DELAYS[-signature.checks_left or -1]
    )
    if signature.status == Signature.Status.INVALID or next_at is None or signature.checks_left == 0:
        if not is_settled and signature.status != Signature.Status.INVALID:
            log.error("signature %s is still not settled: %s", signature.pk, signature.code)
        signature.next_check_at = None
        return
    signature.next_check_at = next_at
    signature.checks_left -= 1


def plan_forgotten(*, now: datetime) -> int:
    """List as due what waits for a check unlisted, for example after a restore of one schema. Returns the number."""
    waiting = Signature.objects.filter(next_check_at__lte=now - DAY).values_list("pk", flat=True)
    for pk in waiting:
        due.plan(ATTEND, pk, at=now)
    return len(waiting)


def list_work(signature: Signature) -> None:
    """Write the decision of `plan` to the list of due work. Called in the transaction that saves the signature."""
    if signature.next_check_at is None:
        due.settle(ATTEND, signature.pk)
    else:
        due.plan(ATTEND, signature.pk, at=signature.next_check_at)


def reach_again(check: SignatureCheck) -> Report:
    """Reproduce the verdict of a check from the recorded data. Raises StorageUnavailable, DocumentChanged."""
    signature = check.signature
    raw = bytes(signature.stamped if check.report.get("stamped_at") and signature.stamped else signature.raw)
    digests = read_digests(signature.request.document, [signer.bits for signer in signers(raw)[:1]]).streebog
    verdict = reach(
        raw,
        digests,
        at=signature.received_at,
        now=check.at,
        version=check.trust_version,
        ocsp=kept_answers(check.report),
    )
    return with_stamp_required(verdict).report


def _settle(
    signature: Signature, request: SignatureRequest, verdict: Verdict, signer: Signer, *, now: datetime
) -> None:
    """Record the verdict and do what follows from it. Both rows are locked."""
    report, before = verdict.report, signature.status
    SignatureCheck.objects.create(
        signature=signature,
        at=now,
        status=report.status.value,
        code=report.code.value,
        trust_version=verdict.trust_version,
        report=verdict.as_json(),
    )
    record(None, "signing.verified", request, now=now, status=report.status.value, code=report.code.value)
    signature.checked_at = now
    if before == Signature.Status.VALID and report.code not in {Code.OK, Code.REVOKED}:
        log.warning("signature %s, valid before, is now %s: %s", signature.pk, report.status, report.code)
    else:
        signature.status, signature.code = report.status.value, report.code.value
        signature.report, signature.trust_version = verdict.as_json(), verdict.trust_version
    plan(signature, signer, version=verdict.trust_version, now=now)
    signature.save()
    list_work(signature)
    if signature.status == Signature.Status.VALID and request.state == State.CHECKING:
        mark_signed(request, by=signature.signed_by, now=now)
    elif signature.status == Signature.Status.INVALID and before != Signature.Status.INVALID:
        _invalidate(request, signature, now=now)
    elif request.state == State.CHECKING and signature.next_check_at is None:
        changed.send(SignatureRequest, request=request, event="unsettled", by=None, now=now)


def _invalidate(request: SignatureRequest, signature: Signature, *, now: datetime) -> None:
    """Let the side sign again. The other side waits for it unless it has signed already."""
    log.error("signature %s turned out invalid: %s", signature.pk, signature.code)
    if request.state not in {State.CHECKING, State.SIGNED}:  # recalled meanwhile
        return
    for later in others_of(request).filter(position__gt=request.position, state=State.AVAILABLE):
        advance(later, to=State.WAITING)
        later.save(update_fields=["state"])
    advance(request, to=State.AVAILABLE)
    request.opened_at, request.ended_at, request.ended_by = now, None, None
    request.save(update_fields=["state", "opened_at", "ended_at", "ended_by"])
    changed.send(SignatureRequest, request=request, event="invalidated", by=None, now=now)


def _note_changed_document(signature: Signature, *, now: datetime) -> None:
    with transaction.atomic():
        SignatureCheck.objects.create(
            signature=signature, at=now, status=Signature.Status.INVALID, code=Code.OTHER_DOCUMENT.value
        )
        Signature.objects.filter(pk=signature.pk).update(next_check_at=None, checked_at=now)
        due.settle(ATTEND, signature.pk)


def _note_lost_document(signature: Signature, *, now: datetime) -> None:
    """End the checks of a signature whose file is lost, and tell both sides."""
    with transaction.atomic():
        request = locked(signature.request)
        SignatureCheck.objects.create(
            signature=signature, at=now, status=Signature.Status.INDETERMINATE, code=Code.NO_DOCUMENT.value
        )
        kept = Signature.objects.filter(pk=signature.pk)
        kept.update(next_check_at=None, checked_at=now)
        if request.state == State.CHECKING:
            kept.update(code=Code.NO_DOCUMENT.value)
            changed.send(SignatureRequest, request=request, event="lost", by=None, now=now)


def _awaits_stamp(signature: Signature) -> bool:
    return bool(settings.SIGNING_TSA_URL) and not signature.report.get("stamped_at")


def _next_list(signature: Signature, signer: Signer, version: int, *, now: datetime) -> datetime | None:
    """When the list will be out that shows revocations made before the signature; None if it has been read."""
    issued = material(version).list_of(issuer_key(signer.certificate))
    if issued is None:  # the issuer publishes no list and only answers OCSP, so it is asked once more a day later
        later = signature.received_at + DAY
        return later if signature.checked_at < later else None
    this_update, next_update = issued
    # Some issuers publish a new list every day although the last one is valid for a month.
    return None if this_update > signature.received_at else max(min(next_update, now + DAY), now + HOUR)
