"""What the verdict depends on besides the signature: anchors, lists of revoked certificates, the moment, the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import x509
from asn1crypto.ocsp import OCSPResponse
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl

from signing.crypto.asn1 import guard

# Was the authority with this certificate accredited on the day of this moment? See `authorities.Registry.accredits`.
Accreditation = Callable[[x509.Certificate, datetime], bool]


@dataclass(frozen=True)
class RevocationList:
    """A CRL. `cryptography` finds one serial number among 100 000 in 15 ms, asn1crypto in 0.7 s."""

    parsed: CertificateRevocationList
    issuer: str  # in the form `asn1crypto.x509.Name.hashable` compares


@dataclass(frozen=True)
class Trust:
    """Moments are aware. `roots` are pinned by an administrator, never taken from a signature."""

    at: datetime  # when the signature reached us: the moment of signing, unless a time stamp proves an earlier one
    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[RevocationList, ...] = ()
    ocsp: tuple[OCSPResponse, ...] = ()
    accredited: Accreditation | None = None  # None: not asked
    now: datetime | None = None  # when it is checked, if later than `at`: newer lists of revoked certificates count
    require_qualified: bool = True
    require_timestamp: bool = False
    check_revocation: bool = True
    clock_skew: timedelta = timedelta(minutes=10)
    signing_time_window: timedelta | None = timedelta(hours=24)  # how far the claimed time may be; None: any
    revocation_grace: timedelta = timedelta(0)  # how long a list is good after its next was due
    ocsp_max_age: timedelta = timedelta(hours=1)  # of an answer that does not say when the next is due

    def __post_init__(self) -> None:
        for moment in (self.at, self.checked_at):
            if moment.utcoffset() is None:
                raise ValueError("the moments of a check have a time zone")

    @property
    def checked_at(self) -> datetime:
        return self.now or self.at


def load_certificate(raw: bytes) -> x509.Certificate:
    """A DER certificate; ValueError if it is none."""
    guard(raw)
    return x509.Certificate.load(raw, strict=True)


def load_crl(raw: bytes) -> RevocationList:
    """A DER list of revoked certificates; ValueError if it is none."""
    try:
        parsed = load_der_x509_crl(raw)
        issuer = x509.Name.load(parsed.issuer.public_bytes()).hashable
    except Exception as problem:  # the parsers have exceptions of their own for some mistakes
        raise ValueError("not a list of revoked certificates") from problem
    return RevocationList(parsed, issuer)


def load_ocsp(raw: bytes) -> OCSPResponse:
    """A DER answer of an OCSP service; ValueError if it is none."""
    guard(raw)
    return OCSPResponse.load(raw, strict=True)
