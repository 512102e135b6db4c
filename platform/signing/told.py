"""What a signature tells of itself: the sealed protocol, or the certificate and the stamp inside the CAdES."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms

from ui import clock

from .crypto.asn1 import as_moment, decode, items
from .crypto.certificates import Subject, title
from .crypto.errors import Fault
from .models import Signature
from .verifying import signers

_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"


@dataclass(frozen=True)
class Certified:
    """Of a qualified signature, in the length and the form that the row holds."""

    signer: str
    position: str
    serial: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    signed_at: datetime  # by the stamp, else the receipt


def by_certificate(signature: Signature) -> Certified | None:
    """None if the bytes can no more be read: then nothing is told."""
    raw = bytes(signature.stamped or signature.raw)
    found = signers(raw)
    if not found:
        return None
    certificate = found[0].certificate
    try:
        subject = Subject.of(certificate.subject)
        return Certified(
            signer=subject.person[:300],
            position=subject.title[:300],
            serial=f"{certificate.serial_number:X}"[:60],
            issuer=title(certificate.issuer)[:300],
            valid_from=clock.universal(as_moment(certificate.not_valid_before)),
            valid_until=clock.universal(as_moment(certificate.not_valid_after)),
            signed_at=clock.universal(_stamped_at(raw) or signature.received_at),
        )
    except (Fault, ValueError, TypeError, KeyError):
        return None


def _stamped_at(raw: bytes) -> datetime | None:
    info = cms.ContentInfo.load(decode(raw), strict=True)["content"]["signer_infos"][0]
    for attribute in items(info["unsigned_attrs"]):
        if attribute["type"].dotted == _TIME_STAMP:
            content = attribute["values"][0]["content"]["encap_content_info"]["content"]
            return as_moment(content.parsed["gen_time"].native)
    return None
