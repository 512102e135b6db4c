"""The qualified signature (УКЭП). It is verified before it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from django.db import transaction

from accounts.models import User
from audit import record
from tenancy.later import after_commit
from ui import clock

from ..crypto.asn1 import decode
from ..crypto.cades import MESSAGES, Code, Status
from ..crypto.errors import Fault
from ..crypto.signer import Signer
from ..crypto.timestamp import signers
from ..errors import SigningRejected
from ..expected_signer import expected_of, is_of_an_employee, name_of
from ..models import PowerOfAttorney, Signature, SignatureRequest
from ..verdicts import Verdict, reach, read_digests, with_stamp_required
from .acceptance import keep, locked, must_be_signable
from .powers import power_for
from .rechecks import ATTEND, DELAYS, list_work, plan

Kind = SignatureRequest.Kind


def sign_qualified(
    request: SignatureRequest, raw: bytes, *, by: User, now: datetime, power: PowerOfAttorney | None = None
) -> Signature:
    """Take a detached CAdES (DER, PEM or Base64) of the document. The same bytes sent again return the same signature.

    The stored file is hashed and the signature is verified before anything is locked. After a valid signature the turn
    passes to the other side. If the revocation is unknown, the signature is kept as «Проверяется» and a worker
    continues. Of an invalid signature only an audit record is kept. A certificate of a person needs a `power`; without
    it a fitting one is searched for.
    Raises SigningRejected with the code of the verdict, or "power_needed"; PowerRejected, PowerNotConfirmed; those of
    `must_be_signable`; StorageUnavailable, DocumentChanged, TrustNotReady.
    """
    request = SignatureRequest.objects.select_related("document", "applicant").get(pk=request.pk)
    try:
        der = decode(raw)
    except Fault as fault:
        _reject(request, fault.code, MESSAGES[fault.code], by=by, now=now)
    if given := _given(request, der):
        return given
    must_be_signable(request, Kind.QUALIFIED, by=by, now=now)
    found = signers(der)
    verdict = _verdict(request, der, found, now=now)
    if verdict.report.status is Status.INVALID:
        _reject(request, verdict.report.code, verdict.report.message, by=by, now=now)
    power = _right_to_sign(request, verdict, power, by=by, now=now)
    with transaction.atomic():
        request = locked(request)
        if given := _given(request, der):  # two presses at once
            return given
        must_be_signable(request, Kind.QUALIFIED, by=by, now=now)
        signature = _signature(der, verdict, power, now=now)
        plan(signature, found[0], version=verdict.trust_version, now=now)
        keep(request, signature, by=by, now=now)
        list_work(signature)
        if signature.next_check_at == now + DELAYS[0]:  # not settled: a worker may do it at once
            after_commit(ATTEND, signature.pk)
        return signature


def _verdict(request: SignatureRequest, der: bytes, found: Sequence[Signer], *, now: datetime) -> Verdict:
    digests = read_digests(request.document, [signer.bits for signer in found[:1]]).streebog
    verdict = with_stamp_required(reach(der, digests, at=now, known=found))
    if verdict.report.code is Code.REVOCATION_UNKNOWN:
        # It may be the revocation of the stamp's service. What is wrong besides need not wait to be refused.
        rest = reach(der, digests, at=now, check_revocation=False, known=found)
        return verdict if rest.report.is_valid else rest
    return verdict


def _given(request: SignatureRequest, der: bytes) -> Signature | None:
    same = Signature.objects.filter(request=request, raw=der).exclude(status=Signature.Status.INVALID)
    return same.first()


def _right_to_sign(
    request: SignatureRequest, verdict: Verdict, power: PowerOfAttorney | None, *, by: User, now: datetime
) -> PowerOfAttorney | None:
    """The certificate must be of who is awaited, or of a person with a power of attorney from them."""
    subject = verdict.report.subject
    assert subject is not None  # noqa: S101  (a signature that is not invalid tells who signed)
    try:
        expected_of(request).check(subject)
    except Fault as fault:
        if is_of_an_employee(subject) and request.side != SignatureRequest.Side.SUPPLIER:
            return power_for(request, subject, power, now=now)
        sentence = f"{MESSAGES[Code.WRONG_SUBJECT]} Нужен сертификат, в котором указано: {name_of(request)}."
        _reject(request, fault.code, sentence, by=by, now=now)
    return None


def _signature(der: bytes, verdict: Verdict, power: PowerOfAttorney | None, *, now: datetime) -> Signature:
    report = verdict.report
    subject = report.subject
    assert subject is not None  # noqa: S101  (as above)
    return Signature(
        raw=der,
        received_at=now,
        signed_at=clock.universal(report.stamped_at or now),
        signer=subject.person[:300],
        position=subject.title[:300],
        thumbprint=report.thumbprint,
        serial=report.serial[:60],
        issuer=report.issuer[:300],
        valid_from=clock.universal(report.valid_from) if report.valid_from else None,
        valid_until=clock.universal(report.valid_until) if report.valid_until else None,
        power=power,
        is_test=verdict.is_test,
        status=report.status.value,
        code=report.code.value,
        report=verdict.as_json(),
        trust_version=verdict.trust_version,
        checked_at=now,
        checks_left=len(DELAYS),
    )


def _reject(request: SignatureRequest, code: Code, message: str, *, by: User, now: datetime) -> NoReturn:
    with transaction.atomic():
        record(by, "signing.rejected", request, now=now, code=code.value)
    raise SigningRejected(code.value, message)
