"""Verification of a detached CAdES signature made with a key of GOST R 34.10-2012.

`verify` answers with a `Report` and never raises on what a signature contains: it is written for files from strangers.
Certificates, lists of revoked ones and answers on revocation come in through `Trust`; nothing is fetched here.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import cms

from gost.streebog import NoBackend

from . import revocation, timestamp
from .admission import thumbprint, validity
from .asn1 import decode, exact, has_more_than, is_present
from .certificates import Expected, Subject, check_qualified, check_signing_usage, protection_classes, title
from .errors import MESSAGES, Code, Fault, Status
from .paths import build_path
from .signer import Signer
from .trust import Trust, load_certificate, load_crl, load_ocsp

__all__ = [
    "MESSAGES",
    "Code",
    "Expected",
    "Report",
    "Status",
    "Subject",
    "Trust",
    "load_certificate",
    "load_crl",
    "load_ocsp",
    "verify",
]

_DATA = "1.2.840.113549.1.7.1"


@dataclass(frozen=True)
class Report:
    """The verdict and the facts found on the way. Fields are empty if a check failed before."""

    status: Status
    code: Code
    detail: str = ""  # for engineers, in English; `message` is for people
    subject: Subject | None = None
    issuer: str = ""
    serial: str = ""  # hexadecimal
    thumbprint: str = ""  # SHA-1 of the certificate, hexadecimal, as every Windows dialogue shows it
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    claimed_at: datetime | None = None  # the time that the signer's own clock showed
    stamped_at: datetime | None = None
    level: str = ""  # "CAdES-BES" or "CAdES-T"
    algorithm_bits: int = 0
    protection: tuple[str, ...] = ()  # classes of means: КС1, КС2…
    chain: tuple[str, ...] = ()  # names from the signer to the root
    revocation: tuple[str, ...] = ()  # "ocsp" or "crl" for each certificate of the chain but the root

    @property
    def is_valid(self) -> bool:
        return self.status is Status.VALID

    @property
    def message(self) -> str:
        return MESSAGES[self.code]


def verify(signature: bytes, digests: Mapping[int, bytes], trust: Trust, expected: Expected | None = None) -> Report:
    """The verdict on one detached signature over the document with these Streebog digests (by length in bits).

    The signature may be DER, PEM or Base64. The checks and their order are those of `_Verification.run`; the report
    has the code of the first that fails.
    """
    verification = _Verification(digests, trust, expected or Expected())
    try:
        verification.run(signature)
    except Fault as fault:
        return replace(verification.report, status=fault.status, code=fault.code, detail=fault.detail)
    except (NoBackend, OSError):  # the fault is this machine's, so the signature is not judged
        raise
    except Exception as problem:  # hostile input must end in a verdict, whatever error the parser raises
        return replace(verification.report, status=Status.INVALID, code=Code.MALFORMED, detail=type(problem).__name__)
    return replace(verification.report, status=Status.VALID, code=Code.OK)


class _Verification:
    """One run of the checks. `report` is filled as they pass, so that a refusal can still tell who signed."""

    def __init__(self, digests: Mapping[int, bytes], trust: Trust, expected: Expected) -> None:
        self.digests, self.trust, self.expected = digests, trust, expected
        self.report = Report(Status.INVALID, Code.MALFORMED)

    def run(self, raw: bytes) -> None:
        trust = self.trust
        signed, info = _open(raw)
        signer = Signer(signed, info)
        subject = Subject.of(signer.certificate.subject)
        self.report = _describe(self.report, signer, subject)
        self._check_content(signed, signer)
        signer.check_signature()
        signed_at = self._signed_at(signer)
        path = build_path(signer.certificate, [*signer.certificates, *trust.intermediates], trust, signed_at)
        self._learn(
            chain=tuple(title(certificate.subject) for certificate in path), protection=tuple(protection_classes(path))
        )
        check_signing_usage(signer.certificate)
        if trust.require_qualified:
            check_qualified(path, trust)
        if trust.check_revocation:
            self._learn(revocation=tuple(revocation.check_path(path, trust, signed_at)))
        self.expected.check(subject)

    def _check_content(self, signed: cms.SignedData, signer: Signer) -> None:
        attributes = signer.attributes
        stated = signed["encap_content_info"]["content_type"].dotted
        if attributes.content_type != _DATA or stated != _DATA:
            raise Fault(Code.BAD_SIGNED_ATTRIBUTES, "content type")
        digest = self.digests.get(signer.bits)
        if digest is None or not hmac.compare_digest(attributes.digest, digest):
            raise Fault(Code.OTHER_DOCUMENT)

    def _signed_at(self, signer: Signer) -> datetime:
        """The proved moment of signing: that of the time stamp, or else the one when the signature reached us.

        The time the signer claims proves nothing, but must not be far from it.
        """
        trust = self.trust
        stamped_at = timestamp.moment_of(signer, trust)
        if stamped_at:
            self._learn(stamped_at=stamped_at, level="CAdES-T")
        elif trust.require_timestamp:
            raise Fault(Code.TIMESTAMP_REQUIRED)
        signed_at = stamped_at or trust.at
        claimed_at, window = signer.attributes.claimed_at, trust.signing_time_window
        if claimed_at and window is not None and abs(claimed_at - signed_at) > window:
            raise Fault(Code.SIGNING_TIME, claimed_at.isoformat())
        return signed_at

    def _learn(self, **facts: object) -> None:
        self.report = replace(self.report, **facts)  # type: ignore[arg-type]


def _open(raw: bytes) -> tuple[cms.SignedData, cms.SignerInfo]:
    outer = exact(cms.ContentInfo.load(decode(raw), strict=True))
    if outer["content_type"].native != "signed_data":
        raise Fault(Code.NOT_SIGNED_DATA, outer["content_type"].dotted)
    signed = exact(outer["content"])
    content = exact(signed["encap_content_info"])["content"]
    signers = signed["signer_infos"]
    if not has_more_than(signers, 0):
        raise Fault(Code.NO_SIGNER)
    if has_more_than(signers, 1):
        raise Fault(Code.SEVERAL_SIGNERS)
    if is_present(content):
        raise Fault(Code.ATTACHED)
    return signed, signers[0]


def _describe(report: Report, signer: Signer, subject: Subject) -> Report:
    certificate = signer.certificate
    valid_from, valid_until = validity(certificate)
    return replace(
        report,
        subject=subject,
        issuer=title(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        thumbprint=thumbprint(certificate),
        valid_from=valid_from,
        valid_until=valid_until,
        claimed_at=signer.attributes.claimed_at,
        level="CAdES-BES",
        algorithm_bits=signer.bits,
    )
