"""Reaching a verdict: the bytes as they are stored now, the signature, and what is trusted."""

import hashlib
import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto.ocsp import OCSPResponse
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

import documents.services
from audit import record
from documents.models import Document
from documents.processing import note_lost
from documents.storage import Absent, Replaced
from gost import streebog

from .crypto.asn1 import decode, encoded
from .crypto.cades import Code, Report, Status, verify
from .crypto.errors import Fault
from .crypto.signer import Signer
from .crypto.timestamp import signers
from .crypto.trust import load_ocsp
from .errors import DocumentChanged, DocumentLost
from .trust.errors import TrustNotReady
from .trust.versions import current, material

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Digests:
    sha256: str  # hexadecimal
    streebog: dict[int, bytes]  # by length in bits


@dataclass(frozen=True)
class Verdict:
    report: Report
    trust_version: int
    is_test: bool  # the path ends at a root for tests
    ocsp: tuple[OCSPResponse, ...] = ()
    lists: tuple[str, ...] = ()  # of revoked certificates, by SHA-256: those that speak of its issuers

    def as_json(self) -> dict[str, Any]:
        """All that the verdict was reached with, besides the trust version and the bytes."""
        facts: dict[str, Any] = json.loads(json.dumps(asdict(self.report), cls=DjangoJSONEncoder))
        answers = [b64encode(encoded(answer)).decode() for answer in self.ocsp]
        return {**facts, "ocsp": answers, "lists": list(self.lists)}


def read_digests(document: Document, bits: Iterable[int]) -> Digests:
    """Hashes of the stored bytes, Streebog of these lengths; that of the upload is only compared with them.

    Raises StorageUnavailable; DocumentChanged, DocumentLost, having raised the alarm.
    """
    sha256, states = hashlib.sha256(), {size: streebog.new(size) for size in bits}
    try:
        for chunk in documents.services.chunks(document):
            sha256.update(chunk)
            for state in states.values():
                state.update(chunk)
    except Absent:
        note_lost(document, now=timezone.now())
        raise DocumentLost(name=document.file_name) from None
    except Replaced:
        pass  # it has been read whole, and its hash tells that it is another
    must_be_unchanged(document, sha256.hexdigest())
    return Digests(document.sha256, {size: state.digest() for size, state in states.items()})


def must_be_unchanged(document: Document, sha256: str) -> None:
    """`sha256` is of the bytes as they have just been read. Raises DocumentChanged, having raised the alarm."""
    if sha256 == document.sha256:
        return
    log.critical("stored bytes of document %s are not those it was placed with", document.pk)
    with transaction.atomic():
        record(None, "signing.document_changed", document)
    raise DocumentChanged(name=document.file_name)


def reach(
    raw: bytes,
    digests: Mapping[int, bytes],
    *,
    at: datetime,
    now: datetime | None = None,
    version: int | None = None,
    ocsp: tuple[OCSPResponse, ...] = (),
    is_old: bool = False,
    check_revocation: bool = True,
    known: Sequence[Signer] | None = None,
) -> Verdict:
    """The verdict on a signature that reached us `at`, checked `now` (the same moment, if not given).

    Whose signature is expected is not asked: that is for the caller. `version` is of the trust, the present one if not
    given. A signature that `is_old` was made at any time before, so what its own clock said is not compared. `known` is
    what `signers` has told of it already. Raises TrustNotReady.
    """
    trusted = material(version or current())
    if not trusted.roots:
        raise TrustNotReady
    with suppress(Fault):  # what is wrong with it the verdict tells
        raw = decode(raw)  # once: what is DER already is not unpacked again
    certificates = [certificate for signer in known or signers(raw) for certificate in signer.certificates]
    trust = replace(trusted.trust(certificates, at=at, now=now, ocsp=ocsp), check_revocation=check_revocation)
    report = verify(raw, digests, replace(trust, signing_time_window=None) if is_old else trust)
    return Verdict(
        report,
        trusted.number,
        is_test=trusted.is_test(report.chain),
        ocsp=ocsp,
        lists=tuple(sorted(revocations.fingerprint for revocations in trust.crls)),
    )


def with_stamp_required(verdict: Verdict) -> Verdict:
    """As SIGNING_REQUIRE_TIMESTAMP wants it: not known yet while a worker has still to add the stamp."""
    if not settings.SIGNING_REQUIRE_TIMESTAMP or not verdict.report.is_valid or verdict.report.stamped_at:
        return verdict
    status = Status.INDETERMINATE if settings.SIGNING_TSA_URL else Status.INVALID
    return replace(verdict, report=replace(verdict.report, status=status, code=Code.TIMESTAMP_REQUIRED))


def kept_answers(report: dict[str, Any]) -> tuple[OCSPResponse, ...]:
    """The answers on revocation that a verdict was reached with, from its JSON."""
    return tuple(load_ocsp(b64decode(answer)) for answer in report.get("ocsp", ()))
