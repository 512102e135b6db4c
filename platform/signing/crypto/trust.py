"""Everything besides the signature that a verdict depends on: anchors, revocation lists, the moment, the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto.ocsp import OCSPResponse

from .admission import Certificate, load_certificate
from .asn1 import exact, guard
from .crl import RevocationList, load_crl

__all__ = ["Accreditation", "RevocationList", "Trust", "load_certificate", "load_crl", "load_ocsp"]

# Was the authority with this certificate accredited on the day of this moment? See `authorities.Registry.accredits`.
Accreditation = Callable[[Certificate, datetime], bool]
MAX_ANSWER = 64 << 10  # bytes of an answer on one certificate


@dataclass(frozen=True)
class Trust:
    """All moments have a time zone. `roots` are pinned by an administrator and never taken from a signature."""

    at: datetime  # when the signature reached us: the moment of signing, unless a time stamp proves an earlier one
    roots: tuple[Certificate, ...]
    intermediates: tuple[Certificate, ...] = ()
    crls: tuple[RevocationList, ...] = ()
    ocsp: tuple[OCSPResponse, ...] = ()
    accredited: Accreditation | None = None  # None if accreditation is not asked about
    now: datetime | None = None  # when it is checked, if later than `at`: newer lists of revoked certificates count
    require_qualified: bool = True
    require_timestamp: bool = False
    check_revocation: bool = True
    clock_skew: timedelta = timedelta(minutes=10)
    signing_time_window: timedelta | None = timedelta(hours=24)  # of the claimed time from `at`; None: not checked
    revocation_grace: timedelta = timedelta(0)  # how long a list is good after its next was due
    ocsp_max_age: timedelta = timedelta(hours=1)  # of an answer that does not say when the next one is due

    def __post_init__(self) -> None:
        for moment in (self.at, self.checked_at):
            if moment.utcoffset() is None:
                raise ValueError("the moments of a check have a time zone")

    @property
    def checked_at(self) -> datetime:
        return self.now or self.at


def load_ocsp(raw: bytes) -> OCSPResponse:
    """An OCSP answer from its DER. Raises ValueError."""
    try:
        guard(raw, max_size=MAX_ANSWER)
        response = exact(OCSPResponse.load(raw, strict=True))
        if response["response_status"].native == "successful":
            guard(exact(response["response_bytes"])["response"].contents)
    except Exception as problem:  # the parser has exceptions of its own for some mistakes
        raise ValueError("not an answer of an OCSP service") from problem
    return response
