"""A list of revoked certificates (CRL): read where it stands, for it may be of some megabytes.

`cryptography` looks whether the whole is well-formed. It would encode the body and the issuer's name anew when asked
for them, and finds only the first row of a number, so all is taken from the bytes that came.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from asn1crypto import core
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl

from .admission import Extension, read_extensions
from .algorithms import digest
from .asn1 import contents, guard, parts
from .der import integer

MAX_SIZE = 64 << 20  # bytes; the largest list that is published has a tenth of this
_TIMES = {b"\x17": core.UTCTime, b"\x18": core.GeneralizedTime}
_SEQUENCE = b"\x30"
_NUMBER, _AUTHORITY_KEY = "2.5.29.20", "2.5.29.35"
_DELTA, _PARTITIONED, _ISSUER_OF_ENTRY = "2.5.29.27", "2.5.29.28", "2.5.29.29"
_REASON, _SINCE_WHEN_KNOWN = "2.5.29.21", "2.5.29.24"
_UNDERSTOOD = {_NUMBER, _AUTHORITY_KEY}
_UNDERSTOOD_OF_ENTRY = {_REASON, _SINCE_WHEN_KNOWN}
_CRITICAL = b"\x01\x01\xff"
ON_HOLD, REMOVED = 6, 8  # reasons


@dataclass(frozen=True)
class Entry:
    revoked_at: datetime
    reason: int | None

    @property
    def is_final(self) -> bool:
        """Whether the revocation is final. Only a certificate on hold may become valid again."""
        return self.reason != ON_HOLD


@dataclass(frozen=True)
class RevocationList:
    """`entries` are those of the revoked, encoded one after the other."""

    raw: bytes = field(repr=False)
    body: bytes = field(repr=False)  # what the issuer signed
    issuer: bytes  # the encoded name
    issued_at: datetime
    next_at: datetime | None
    algorithm: str
    signature: bytes = field(repr=False)
    entries: bytes = field(repr=False)
    issuer_key: bytes | None
    is_whole: bool  # it lists everything the issuer has revoked and holds no critical extension that we do not know
    _digests: dict[int, bytes] = field(default_factory=dict, repr=False, compare=False)

    def digest(self, bits: int) -> bytes:
        """Streebog of the body. It is computed once, because the same list vouches for many signatures."""
        if bits not in self._digests:
            self._digests[bits] = digest(bits, self.body)
        return self._digests[bits]

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 in hexadecimal, by which verdicts quote the list."""
        return hashlib.sha256(self.raw).hexdigest()

    def entries_of(self, serial: int) -> list[Entry]:
        """Every row about this number, because an authority may have written one twice. Raises ValueError."""
        wanted = integer(serial)
        if wanted not in self.entries:  # a search for the bytes is enough for most certificates
            return []
        rows = parts(_SEQUENCE + b"\x00" + self.entries)
        return [_entry(row) for row in rows if row.startswith(wanted, len(row) - len(contents(row)))]


def load_crl(raw: bytes) -> RevocationList:
    """Read a DER list of revoked certificates. Raises ValueError if it is none."""
    try:
        if len(raw) > MAX_SIZE:
            raise ValueError("too large")
        return _read(raw, load_der_x509_crl(raw))
    except Exception as problem:  # the parsers have exceptions of their own for some mistakes
        raise ValueError("not a list of revoked certificates") from problem


def _read(raw: bytes, parsed: CertificateRevocationList) -> RevocationList:
    body, algorithm, signature = parts(raw)
    rows = parts(body)
    version = rows.pop(0) if rows[0][:1] == b"\x02" else b""
    inside, issuer, issued_at, *rest = rows
    next_at = rest.pop(0) if rest and rest[0][:1] in _TIMES else None
    entries = contents(rest.pop(0)) if rest and rest[0][:1] == _SEQUENCE else b""
    extensions = _extensions(parts(rest.pop(0))[0]) if rest and rest[0][:1] == b"\xa0" else {}
    for part in (version, algorithm, issuer, issued_at, signature):
        if part:
            guard(part)
    bits = contents(signature)
    if rest or inside != algorithm or signature[:1] != b"\x03" or bits[:1] != b"\x00":
        raise ValueError("something left over, another algorithm inside, or unused bits")
    is_whole = not {_DELTA, _PARTITIONED} & extensions.keys()
    is_whole = is_whole and not any(one.critical and name not in _UNDERSTOOD for name, one in extensions.items())
    return RevocationList(
        raw=raw,
        body=body,
        issuer=issuer,
        issued_at=_moment(issued_at),
        next_at=_moment(next_at) if next_at else None,
        algorithm=parsed.signature_algorithm_oid.dotted_string,
        signature=bits[1:],
        entries=entries,
        issuer_key=_key(extensions),
        is_whole=is_whole and _is_understood(entries),
    )


def _extensions(listed: bytes) -> dict[str, Extension]:
    """The extensions by identifier. Raises ValueError if one is given twice."""
    guard(listed)
    return read_extensions(listed)


def _key(extensions: Mapping[str, Extension]) -> bytes | None:
    if _AUTHORITY_KEY not in extensions:
        return None
    value = extensions[_AUTHORITY_KEY].value
    guard(value)
    return next((contents(part) for part in parts(value) if part[:1] == b"\x80"), None)


def _is_understood(entries: bytes) -> bool:
    """Whether no row has a critical extension that we do not know. Else the list must not be used (RFC 5280, 5.3).

    Rows are looked at one by one only if these three bytes stand anywhere among them.
    """
    if _CRITICAL not in entries:
        return True
    rows = (_extensions(extensions) for row in parts(_SEQUENCE + b"\x00" + entries) for extensions in parts(row)[2:])
    return not any(
        critical and name not in _UNDERSTOOD_OF_ENTRY for told in rows for name, (critical, _) in told.items()
    )


def _entry(row: bytes) -> Entry:
    _, revoked_at, *extensions = parts(row)
    told = _extensions(extensions[0]) if extensions else {}
    reason = contents(told[_REASON].value) if _REASON in told else b""
    return Entry(_moment(revoked_at), reason[0] if len(reason) == 1 else None)


def _moment(encoded: bytes) -> datetime:
    guard(encoded)
    moment = _TIMES[encoded[:1]].load(encoded, strict=True).native
    if not isinstance(moment, datetime):
        raise ValueError("a time without a year")
    return moment.astimezone(UTC)
