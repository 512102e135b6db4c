"""Composes the protocol of a simple signature: who got which code for which file; seals it and adds it to the chain."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import Consent, PhoneCode, User
from accounts.services import codes
from notifications.services import sms_state

from ..crypto import pep
from ..models import Protocol, SignatureRequest
from ..verdicts import Digests
from . import chain, seals

VERSION = 2  # version 1 did not name the sum of the chain and the request
MAX_SIZE = 1024 * 1024  # bytes
TITLE = 40  # characters; longer titles would make an SMS of more than three parts
_GROUP = 4  # people read the digits of a hash in groups of four


class NotAProtocol(Exception):
    """The bytes are not a sealed protocol in our canonical form."""


@dataclass(frozen=True)
class Chained:
    """A sealed protocol with its place in the chain, before either is saved."""

    number: int
    raw: bytes
    sha256: str
    chain: str  # the sum of the chain with it


def read(raw: bytes) -> pep.Sealed:
    """A sealed protocol from its canonical bytes. Raises NotAProtocol, also for another spelling of the same JSON."""
    try:
        if len(raw) > MAX_SIZE:
            raise NotAProtocol
        return seals.read(raw)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAProtocol from error


def next_in_chain(protocol: dict[str, Any], *, now: datetime) -> Chained:
    """Number, chain and seal a protocol. Other signatures of the company wait until this transaction ends."""
    chain.lock()
    last = Protocol.objects.last()
    seals.publish(now=now)
    numbered = {
        "version": VERSION,
        "number": last.number + 1 if last else 1,
        "previous": last.sha256 if last else pep.GENESIS,
        "chain": chain.sum_of(last),
        **protocol,
    }
    sealed = pep.seal(numbered, seals.sealing_key())
    sha256 = pep.link(sealed)
    return Chained(numbered["number"], pep.canonical(sealed), sha256, chain.grown(numbered["chain"], sha256))


def describe(
    request: SignatureRequest,
    *,
    signer: User,
    code: PhoneCode,
    message: UUID,
    agreement: Consent,
    digests: Digests,
    now: datetime,
) -> dict[str, Any]:
    """The content of the protocol of a signature by SMS. Times are ISO 8601 with their zone, sizes are in bytes.

    `message` is the key of the SMS. Its delivery may be reported after the code was typed, or never.
    """
    document, applicant = request.document, request.applicant
    sms = sms_state(message)
    assert sms is not None  # noqa: S101  (written together with the code)
    return {
        "kind": "simple_signature",
        "test": settings.EMBEDDED,
        "operator": seals.operator(),
        "request": {"id": request.pk, "side": request.side, "applicant": applicant.pk},
        "document": {
            "id": document.pk,
            "title": request.title,
            "file": document.file_name,
            "size": document.size,
            "sha256": digests.sha256,
            "streebog256": digests.streebog[256].hex(),
        },
        "signer": {
            "name": applicant.full_name,
            "snils": applicant.snils,
            "phone": code.phone,
            "phone_confirmed_at": _at(signer.phone_confirmed_at),
            "account": signer.pk,
        },
        "agreement": {
            "title": agreement.text.get_kind_display(),
            "version": agreement.text.version,
            "sha256": agreement.text_sha256,
            "accepted_at": _at(agreement.given_at),
        },
        "key": {
            "digits": codes.DIGITS,
            "issued_at": _at(code.sent_at),
            "expires_at": _at(code.sent_at + codes.LIFETIME),
            "attempts": code.tries,
            "attempts_allowed": codes.TRIES,
            "bound_to": code.bound_to,
            "proof": code.code_hash,
        },
        "message": {
            "text": codes.sms_text("•" * codes.DIGITS, about(request)),
            "id": str(message),
            "gateway": sms.gateway,
            "gateway_id": sms.gateway_id,
            "handed_at": _at(sms.handed_at),
            "received_at": _at(sms.received_at),
        },
        "events": request.events,
        "signed_at": _at(now),
    }


def about(request: SignatureRequest) -> str:
    """The purpose of the code in the SMS: the title, cut so that the message is not too expensive, and the hash."""
    title = shorten(request.title, TITLE, placeholder="…")
    return f"код подписи документа «{title}» ({short_hash(request.document.sha256)})"


def short_hash(sha256: str) -> str:
    """The beginning of a hash, like «55A7-B0BD», which people compare in the SMS and beside the document."""
    return f"{sha256[:_GROUP]}-{sha256[_GROUP : 2 * _GROUP]}".upper()


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
