"""The simple signature (ПЭП): a person signs by a code from an SMS, and a sealed protocol records how."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import connection, transaction

from accounts import services as accounts
from accounts.address import network_of
from accounts.errors import CodeBlocked, PhoneNotConfirmed, WrongCode
from accounts.models import Consent, ConsentText, PhoneCode, User
from accounts.services import Evidence, codes
from audit import record

from .. import protocols
from ..errors import AgreementMissing, DocumentNotOpened, PhoneOnHold
from ..models import Protocol, Signature, SignatureRequest
from ..protocols import heads
from ..verdicts import Digests, read_digests
from .acceptance import keep, locked, must_be_signable

Kind = SignatureRequest.Kind
CONFIRM_FIRST = "Чтобы подписать документ, подтвердите телефон: раздел «Данные», «Подтвердить телефон»."
SIGN = PhoneCode.Purpose.SIGN
OPENED, SENT, WRONG, CONFIRMED = "document_opened", "code_sent", "code_wrong", "code_confirmed"


@transaction.atomic
def note_opened(request: SignatureRequest, *, by: User, evidence: Evidence, now: datetime) -> None:
    """Note that the signer has opened the document, or has stated that they know it. A repetition changes nothing."""
    request = locked(request)
    must_be_signable(request, Kind.SIMPLE, by=by, now=now)
    if not _has_happened(request, OPENED):
        _note(request, OPENED, evidence=evidence, now=now)
        record(by, "signing.opened", request, now=now)


def agreement_of(user: User) -> Consent | None:
    """The person's consent to the present wording of the agreement on simple signatures, if there is one."""
    return accounts.consent_of(user, ConsentText.Kind.SIMPLE_SIGNATURE)


def code_waiting(request: SignatureRequest, *, by: User, session: str, now: datetime) -> codes.Waiting:
    """The code that was sent for this document to this session, and when the next one may be requested."""
    bound_to = _binding(request, session=session)
    return codes.waiting(by, purpose=SIGN, phone=by.phone, bound_to=bound_to, now=now)


@transaction.atomic
def send_code(request: SignatureRequest, *, by: User, session: str, evidence: Evidence, now: datetime) -> None:
    """Send a code that signs this very file in this session (its key). An earlier code for it becomes invalid.

    Raises what `must_be_signable` does, DocumentNotOpened, AgreementMissing, PhoneNotConfirmed, PhoneOnHold,
    CodeBlocked, CodeTooSoon, TooManyCodes.
    """
    request = locked(request)
    must_be_signable(request, Kind.SIMPLE, by=by, now=now)
    if not _has_happened(request, OPENED):
        raise DocumentNotOpened
    _must_be_agreed(by)
    _must_have_a_phone(by, now=now)
    key = uuid4()
    _note(request, SENT, evidence=evidence, now=now, message=str(key))
    record(by, "signing.code_sent", request, now=now)
    codes.send_code(
        by,
        purpose=SIGN,
        phone=by.phone,
        address=network_of(evidence.ip) if evidence.ip else "",
        key=key,
        bound_to=_binding(request, session=session),
        about=protocols.about(request),
        now=now,
    )


def sign_simple(
    request: SignatureRequest, code: str, *, by: User, session: str, evidence: Evidence, now: datetime
) -> Signature:
    """Sign by the code that was sent to this session. A second press of the same form returns the same signature.

    The stored file is hashed before anything is locked, so that slow storage keeps nobody else waiting. Its bytes must
    still be those for which the code was sent.
    Raises what `send_code` raises except its limits, WrongCode, CodeExpired, DocumentChanged, StorageUnavailable. A
    wrong code is counted, so this must not run inside a transaction that a refusal rolls back.
    """
    request = SignatureRequest.objects.select_related("document").get(pk=request.pk)
    if given := _given(request, by):
        return given
    must_be_signable(request, Kind.SIMPLE, by=by, now=now)
    digests = read_digests(request.document, [256])
    with transaction.atomic():
        request = locked(request)
        if given := _given(request, by):  # two presses at once
            return given
        must_be_signable(request, Kind.SIMPLE, by=by, now=now)
        agreement = _must_be_agreed(by)
        _must_have_a_phone(by, now=now)
        bound_to = _binding(request, session=session)
        typed = "".join(code.split())
        left = codes.spend_try(by, purpose=SIGN, phone=by.phone, code=typed, bound_to=bound_to, now=now)
        _note(request, CONFIRMED if left is None else WRONG, evidence=evidence, now=now)
        if left is None:
            used = PhoneCode.objects.get(user=by, bound_to=bound_to)
            return _keep(request, used, agreement, digests, by=by, now=now)
    raise WrongCode(left=left) if left else CodeBlocked(minutes=int(codes.BLOCK.total_seconds() // 60))


def _given(request: SignatureRequest, by: User) -> Signature | None:
    """The signature that an earlier press of the same form has made."""
    given = request.signature
    return given if given is not None and given.signed_by_id == by.pk else None


def _keep(
    request: SignatureRequest, code: PhoneCode, agreement: Consent, digests: Digests, *, by: User, now: datetime
) -> Signature:
    message = UUID(_message_of(request))
    protocol = protocols.describe(
        request, signer=by, code=code, message=message, agreement=agreement, digests=digests, now=now
    )
    chained = protocols.next_in_chain(protocol, now=now)
    signature = Signature(
        raw=chained.raw,
        signed_at=now,
        signer=protocol["signer"]["name"],
        status=Signature.Status.VALID,
        code="ok",
        report={"protocol": chained.number},
    )
    keep(request, signature, by=by, now=now)
    Protocol.objects.create(number=chained.number, signature=signature, sha256=chained.sha256, chain=chained.chain)
    heads.note_due(now=now)
    return signature


def _must_be_agreed(user: User) -> Consent:
    agreement = agreement_of(user)
    if agreement is None:
        raise AgreementMissing
    return agreement


def _must_have_a_phone(user: User, *, now: datetime) -> None:
    if accounts.may_sign_by_sms(user, now=now):
        return
    ends_at = accounts.hold_ends_at(user)
    if user.phone_confirmed_at is None or ends_at is None:
        raise PhoneNotConfirmed(CONFIRM_FIRST)
    raise PhoneOnHold(ends_at)


def _binding(request: SignatureRequest, *, session: str) -> str:
    """What the last code is bound to: the file, the request, the session and the SMS."""
    schema_name: str = connection.schema_name  # type: ignore[attr-defined]
    parts = (schema_name, request.document.sha256, str(request.pk), session, _message_of(request))
    return sha256("\n".join(parts).encode()).hexdigest()


def _message_of(request: SignatureRequest) -> str:
    """The key of the last SMS about this request; "" before the first."""
    sent: list[str] = [event["message"] for event in request.events if event["event"] == SENT]
    return sent[-1] if sent else ""


def _has_happened(request: SignatureRequest, event: str) -> bool:
    return any(known["event"] == event for known in request.events)


def _note(request: SignatureRequest, event: str, *, evidence: Evidence, now: datetime, **more: str) -> None:
    """Add an event for the protocol. The request is locked."""
    known = {"at": now.isoformat(), "event": event, "ip": evidence.ip, "user_agent": evidence.user_agent[:400]}
    request.events = [*request.events, known | more]
    request.save(update_fields=["events"])
