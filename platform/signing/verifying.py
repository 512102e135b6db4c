"""Reaching a verdict: the bytes as they are stored now, the signature, and what is trusted."""

import hashlib
import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto.ocsp import OCSPResponse
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

import documents.services
from audit import record
from documents.models import Document
from gost import streebog

from .crypto import timestamp
from .crypto.asn1 import decode, encoded, exact
from .crypto.cades import Code, Report, Status, verify
from .crypto.signer import Signer
from .crypto.trust import load_ocsp
from .errors import DocumentChanged
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

    def as_json(self) -> dict[str, Any]:
        """All that the verdict was reached with, besides the trust version and the bytes."""
        facts: dict[str, Any] = json.loads(json.dumps(asdict(self.report), cls=DjangoJSONEncoder))
        return {**facts, "ocsp": [b64encode(encoded(answer)).decode() for answer in self.ocsp]}


def read_digests(document: Document, bits: Iterable[int]) -> Digests:
    """Hashes of the stored bytes, Streebog of these lengths; that of the upload is only compared with them.

    Raises StorageUnavailable; DocumentChanged, having raised the alarm.
    """
    sha256, states = hashlib.sha256(), {size: streebog.new(size) for size in bits}
    for chunk in documents.services.chunks(document):
        sha256.update(chunk)
        for state in states.values():
            state.update(chunk)
    must_be_unchanged(document, sha256.hexdigest())
    return Digests(document.sha256, {size: state.digest() for size, state in states.items()})


def must_be_unchanged(document: Document, sha256: str) -> None:
    """`sha256` is of the bytes as they have just been read. Raises DocumentChanged, having raised the alarm."""
    if sha256 == document.sha256:
        return
    log.critical("stored bytes of document %s are not those it was placed with", document.pk)
    with transaction.atomic():
        record(None, "signing.document_changed", document)
    raise DocumentChanged(document.file_name)


def signers(raw: bytes) -> list[Signer]:
    """Who signed, and the service of its time stamp. Nobody, if these bytes are no signature: the verdict tells why."""
    found: list[Signer] = []
    try:
        signed = exact(exact(cms.ContentInfo.load(decode(raw), strict=True))["content"])
        found.append(Signer(signed, signed["signer_infos"][0]))
        stamps = [one for one in found[0].unsigned if one["type"].dotted == timestamp.TIME_STAMP]
        found += map(timestamp.service_of, stamps[:1])  # the verdict looks at the first alone
    except Exception:  # of hostile bytes the verdict tells what is wrong with them
        return found
    return found


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
    certificates = [certificate for signer in known or signers(raw) for certificate in signer.certificates]
    trust = replace(trusted.trust(certificates, at=at, now=now, ocsp=ocsp), check_revocation=check_revocation)
    report = verify(raw, digests, replace(trust, signing_time_window=None) if is_old else trust)
    return Verdict(report, trusted.number, is_test=trusted.is_test(report.chain), ocsp=ocsp)


def with_stamp_required(verdict: Verdict) -> Verdict:
    """As SIGNING_REQUIRE_TIMESTAMP wants it: not known yet while a worker has still to add the stamp."""
    if not settings.SIGNING_REQUIRE_TIMESTAMP or not verdict.report.is_valid or verdict.report.stamped_at:
        return verdict
    status = Status.INDETERMINATE if settings.SIGNING_TSA_URL else Status.INVALID
    return replace(verdict, report=replace(verdict.report, status=status, code=Code.TIMESTAMP_REQUIRED))


def kept_answers(report: dict[str, Any]) -> tuple[OCSPResponse, ...]:
    """The answers on revocation that a verdict was reached with, from its JSON."""
    return tuple(load_ocsp(b64decode(answer)) for answer in report.get("ocsp", ()))
