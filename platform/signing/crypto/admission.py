"""The admission of strangers' certificates: what RFC 5280 forbids is refused here, before any other code reads them."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from asn1crypto import x509

from .asn1 import DerError, as_moment, contents, encoded, exact, flags, guard, is_present, parts, whole_bytes
from .names import dotted

MAX_CERTIFICATE = 32 << 10  # bytes; the longest certificate of an accredited authority has four thousand
MAX_EXTENSIONS = 64
MAX_VALUE_ELEMENTS = 2_000  # in one extension

KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_USAGE = "2.5.29.15", "2.5.29.19", "2.5.29.37"
POLICIES, NAME_CONSTRAINTS, ALTERNATIVE_NAMES = "2.5.29.32", "2.5.29.30", "2.5.29.17"
SUBJECT_KEY, AUTHORITY_KEY = "2.5.29.14", "2.5.29.35"
LIST_ADDRESSES, SERVICES = "2.5.29.31", "1.3.6.1.5.5.7.1.1"
DIGITAL_SIGNATURE, NON_REPUDIATION, CERTIFICATE_SIGN, LIST_SIGN = 0, 1, 5, 6  # bits of keyUsage
_OCSP = "1.3.6.1.5.5.7.48.1"


class Extension(NamedTuple):
    critical: bool
    value: bytes  # what the OCTET STRING holds, not guarded yet


class Certificate(x509.Certificate):
    """An admitted certificate. Everything computed from its encoding uses the bytes as they came."""

    extensions: Mapping[str, Extension]

    def dump(self, force: bool = False) -> bytes:
        """The bytes as they came. The parser's own method would encode them again and so change `sha1` and `sha256`."""
        return encoded(self)


def load_certificate(raw: bytes) -> Certificate:
    """Read a DER certificate. Raises ValueError if it is none, or one that the standard forbids.

    Forbidden are an extension given twice (RFC 5280, 4.2), an algorithm inside that is not the one outside (4.1.1.2),
    a signature or a key that ends in the middle of a byte, and anything left over.
    """
    try:
        return _admitted(raw)
    except Exception as problem:  # the parser has exceptions of its own for some mistakes
        raise ValueError(f"not a certificate: {problem}") from problem


def _admitted(raw: bytes) -> Certificate:
    guard(raw, max_size=MAX_CERTIFICATE)
    certificate: Certificate = exact(Certificate.load(raw, strict=True))
    body = exact(certificate["tbs_certificate"])
    inside, outside = exact(body["signature"]), exact(certificate["signature_algorithm"])
    if encoded(inside) != encoded(outside):
        raise ValueError("the algorithm inside is not the one outside")
    whole_bytes(certificate["signature_value"])
    if not isinstance(body["serial_number"].native, int):
        raise ValueError("no serial number")
    for moment in validity(certificate):
        as_moment(moment)
    listed = body["extensions"]
    certificate.extensions = read_extensions(parts(encoded(listed))[0]) if is_present(listed) else {}
    return certificate


def read_extensions(listed: bytes) -> dict[str, Extension]:
    """The extensions of a guarded list by identifier. Raises ValueError if one repeats or there are too many."""
    found: dict[str, Extension] = {}
    for extension in parts(listed):
        identifier, *critical, value = parts(extension)
        name = dotted(contents(_of_tag(0x06, identifier)))
        if name in found or len(critical) > 1 or len(found) == MAX_EXTENSIONS:
            raise ValueError(f"extension {name} twice, or too many")
        is_critical = bool(critical) and contents(_of_tag(0x01, critical[0])) != b"\x00"
        found[name] = Extension(is_critical, contents(_of_tag(0x04, value)))
    return found


def validity(certificate: Certificate) -> tuple[datetime, datetime]:
    """The first and the last moment of validity. Those of an admitted certificate have a time zone."""
    term = certificate["tbs_certificate"]["validity"]
    return term["not_before"].native, term["not_after"].native


def body_of(certificate: Certificate) -> bytes:
    """The bytes that the issuer has signed."""
    return encoded(certificate["tbs_certificate"])


def value_of(certificate: Certificate, identifier: str) -> bytes | None:
    """The guarded value of an extension; None if there is none. Raises DerError."""
    extension = certificate.extensions.get(identifier)
    if extension is None:
        return None
    guard(extension.value, max_elements=MAX_VALUE_ELEMENTS)
    return extension.value


def key_usage(certificate: Certificate) -> frozenset[int] | None:
    """The bits of keyUsage; None if it does not restrict the key. Raises ValueError."""
    value = value_of(certificate, KEY_USAGE)
    return None if value is None else flags(contents(_of_tag(0x03, value)))


def extended_usage(certificate: Certificate) -> frozenset[str] | None:
    """The purposes of the key; None if the certificate does not restrict them. Raises ValueError."""
    value = value_of(certificate, EXTENDED_USAGE)
    if value is None:
        return None
    return frozenset(dotted(contents(_of_tag(0x06, purpose))) for purpose in parts(_of_tag(0x30, value)))


def constraints(certificate: Certificate) -> tuple[bool, int | None]:
    """Whether the certificate is an authority's, and how many authorities may be below it. Raises ValueError."""
    value = value_of(certificate, BASIC_CONSTRAINTS)
    if value is None:
        return False, None
    parsed = exact(x509.BasicConstraints.load(value, strict=True))
    return bool(parsed["ca"].native), parsed["path_len_constraint"].native


def policies(certificate: Certificate) -> frozenset[str]:
    """The identifiers of its policies. Raises ValueError."""
    value = value_of(certificate, POLICIES)
    if value is None:
        return frozenset()
    informed = (parts(_of_tag(0x30, policy)) for policy in parts(_of_tag(0x30, value)))
    return frozenset(dotted(contents(_of_tag(0x06, policy[0]))) for policy in informed if policy)


def own_key(certificate: Certificate) -> bytes | None:
    """The identifier of its key, if it states a readable one."""
    value = _readable(certificate, SUBJECT_KEY)
    return contents(value) if value[:1] == b"\x04" else None


def issuer_key(certificate: Certificate) -> bytes | None:
    """The identifier of the issuer's key, if it states a readable one."""
    value = _readable(certificate, AUTHORITY_KEY)
    if value[:1] != b"\x30":
        return None
    return next((contents(part) for part in parts(value) if part[:1] == b"\x80"), None)


def list_addresses(certificate: Certificate) -> list[str]:
    """The addresses of the revocation list that would name it; none if the extension is malformed."""
    try:
        points = x509.CRLDistributionPoints.load(_readable(certificate, LIST_ADDRESSES), strict=True)
        return [point.url for point in points if point.url]
    except Exception:  # no address can be read, whatever error the parser raises
        return []


def service_addresses(certificate: Certificate) -> list[str]:
    """The addresses of OCSP services for it; none if the extension is malformed."""
    try:
        services = x509.AuthorityInfoAccessSyntax.load(_readable(certificate, SERVICES), strict=True)
        return [
            service["access_location"].native
            for service in services
            if service["access_method"].dotted == _OCSP
            and service["access_location"].name == "uniform_resource_identifier"
        ]
    except Exception:  # whatever a parser thinks of it, there is no address in it
        return []


def _readable(certificate: Certificate, identifier: str) -> bytes:
    """The value of an extension that only helps to find something, so a malformed one counts as missing."""
    try:
        return value_of(certificate, identifier) or b""
    except DerError:
        return b""


def thumbprint(certificate: Certificate) -> str:
    """SHA-1 in hexadecimal, as every Windows dialogue shows it."""
    return _hash(certificate, "sha1").upper()


def fingerprint(certificate: Certificate) -> str:
    """SHA-256 in hexadecimal."""
    return _hash(certificate, "sha256")


def _hash(certificate: Any, algorithm: str) -> str:
    return hashlib.new(algorithm, encoded(certificate), usedforsecurity=False).hexdigest()


def _of_tag(tag: int, element: bytes) -> bytes:
    if element[:1] != bytes([tag]):
        raise ValueError(f"an element of another kind than {tag:#04x}")
    return element
