"""What a qualified signature states by itself: the certificate and the time stamp inside the CAdES."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import tsp

from ui import clock

from .crypto.admission import validity
from .crypto.asn1 import as_moment, exact, guard
from .crypto.certificates import Subject, title
from .crypto.errors import Fault
from .crypto.signer import Signer
from .crypto.timestamp import TIME_STAMP, signers
from .models import Signature


@dataclass(frozen=True)
class Certified:
    """Facts of a qualified signature, cut and formatted like the columns of its row."""

    signer: str
    position: str
    serial: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    signed_at: datetime  # the time stamp's moment, else the moment of receipt


def by_certificate(signature: Signature) -> Certified | None:
    """The facts, read from the bytes; None if they cannot be read any more."""
    raw = bytes(signature.stamped or signature.raw)
    found = signers(raw)
    if not found:
        return None
    signer = found[0]
    certificate = signer.certificate
    try:
        valid_from, valid_until = validity(certificate)
        subject = Subject.of(certificate.subject)
        return Certified(
            signer=subject.person[:300],
            position=subject.title[:300],
            serial=f"{certificate.serial_number:X}"[:60],
            issuer=title(certificate.issuer)[:300],
            valid_from=clock.universal(valid_from),
            valid_until=clock.universal(valid_until),
            signed_at=clock.universal(_stamped_at(signer) or signature.received_at),
        )
    except (Fault, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _stamped_at(signer: Signer) -> datetime | None:
    """The moment that the first time stamp states. The stamp was verified when the signature was accepted."""
    stamps = [attribute for attribute in signer.unsigned if attribute["type"].dotted == TIME_STAMP]
    if not stamps:
        return None
    signed = exact(exact(stamps[0]["values"][0])["content"])
    content = bytes(exact(signed["encap_content_info"])["content"])
    guard(content)
    return as_moment(tsp.TSTInfo.load(content, strict=True)["gen_time"].native)
