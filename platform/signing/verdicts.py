"""Verdicts on signatures, reached from the bytes as they are stored now, the signature, and the trust."""

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
from telemetry import metrics

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
    lists: tuple[str, ...] = ()  # SHA-256 of the revocation lists of its issuers

    def as_json(self) -> dict[str, Any]:
        """Everything that the verdict is based on, except the trust version and the bytes."""
        facts: dict[str, Any] = json.loads(json.dumps(asdict(self.report), cls=DjangoJSONEncoder))
        answers = [b64encode(encoded(answer)).decode() for answer in self.ocsp]
        return {**facts, "ocsp": answers, "lists": list(self.lists)}


def read_digests(document: Document, bits: Iterable[int]) -> Digests:
    """Hashes of the stored bytes, with Streebog of the given lengths. The SHA-256 must equal that of the upload.

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
        pass  # it has been read to its end, and its hash will differ
    must_be_unchanged(document, sha256.hexdigest())
    return Digests(document.sha256, {size: state.digest() for size, state in states.items()})


def must_be_unchanged(document: Document, sha256: str) -> None:
    """Compare the `sha256` of bytes that were just read. Raises DocumentChanged, having raised the alarm."""
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
    """The verdict on a signature that reached us `at`, checked `now` (by default at the same moment).

    The caller checks whose signature it is. `version` is the version of trust, by default the present one. A signature
    that `is_old` may have been made long ago, so the time of the signer's clock is not compared. `known` is the result
    of `signers` if the caller has it already. Raises TrustNotReady.
    """
    trusted = material(version or current())
    if not trusted.roots:
        raise TrustNotReady
    with suppress(Fault):  # the verdict will name the fault
        raw = decode(raw)  # decoded once here; DER is not decoded again later
    certificates = [certificate for signer in known or signers(raw) for certificate in signer.certificates]
    trust = replace(trusted.trust(certificates, at=at, now=now, ocsp=ocsp), check_revocation=check_revocation)
    report = verify(raw, digests, replace(trust, signing_time_window=None) if is_old else trust)
    metrics.verdicts.labels(report.status).inc()
    return Verdict(
        report,
        trusted.number,
        is_test=trusted.is_test(report.chain),
        ocsp=ocsp,
        lists=tuple(sorted(revocations.fingerprint for revocations in trust.crls)),
    )


def with_stamp_required(verdict: Verdict) -> Verdict:
    """The verdict under SIGNING_REQUIRE_TIMESTAMP: indeterminate as long as a worker has to add the time stamp."""
    if not settings.SIGNING_REQUIRE_TIMESTAMP or not verdict.report.is_valid or verdict.report.stamped_at:
        return verdict
    status = Status.INDETERMINATE if settings.SIGNING_TSA_URL else Status.INVALID
    return replace(verdict, report=replace(verdict.report, status=status, code=Code.TIMESTAMP_REQUIRED))


def kept_answers(report: dict[str, Any]) -> tuple[OCSPResponse, ...]:
    """The OCSP answers that a verdict is based on, from its JSON."""
    return tuple(load_ocsp(b64decode(answer)) for answer in report.get("ocsp", ()))
