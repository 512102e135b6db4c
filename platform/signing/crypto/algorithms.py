"""ГОСТ algorithms by their identifiers: digests, public keys of certificates, signatures over encoded bodies."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from asn1crypto import core

from gost import streebog
from gost.curves import CURVES, Curve, Point

from .admission import Certificate, body_of
from .asn1 import contents, encoded, guard, whole_bytes
from .errors import Code, Fault

STREEBOG_256, STREEBOG_512 = "1.2.643.7.1.1.2.2", "1.2.643.7.1.1.2.3"
DIGEST_BITS = {STREEBOG_256: 256, STREEBOG_512: 512}
KEY_BITS = {"1.2.643.7.1.1.1.1": 256, "1.2.643.7.1.1.1.2": 512}
# In a SignerInfo some tools write the algorithm of the key, others that of the signature with its digest.
SIGNATURE_BITS = {**KEY_BITS, "1.2.643.7.1.1.3.2": 256, "1.2.643.7.1.1.3.3": 512}
# Only where something else is signed by ГОСТ anyway: hashes of certificates in attributes, OCSP identifiers.
_OTHER_DIGESTS = {"1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.3": "sha512"}


class KeyParameters(core.Sequence):
    _fields = [
        ("parameter_set", core.ObjectIdentifier),
        ("digest", core.ObjectIdentifier, {"optional": True}),
        ("cipher", core.ObjectIdentifier, {"optional": True}),
    ]


class KeyAlgorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class _KeyInfo(core.Sequence):
    """SubjectPublicKeyInfo. The class of asn1crypto raises as soon as it meets an algorithm of ГОСТ."""

    _fields = [("algorithm", KeyAlgorithm), ("public_key", core.OctetBitString)]


class PublicKey(NamedTuple):
    bits: int
    curve: Curve
    point: Point


def public_key(certificate: Certificate) -> PublicKey:
    """The key of a certificate. Raises Fault NOT_GOST, or MALFORMED if the point is no key on its curve."""
    info = _key_info(certificate)
    algorithm = info["algorithm"]["algorithm"].dotted
    bits = KEY_BITS.get(algorithm)
    if bits is None:
        raise Fault(Code.NOT_GOST, algorithm)
    parameters = info["algorithm"]["parameters"].parse(KeyParameters)
    curve = CURVES.get(parameters["parameter_set"].dotted)
    if curve is None or curve.bits != bits:
        raise Fault(Code.NOT_GOST, "unknown parameter set")
    inside = whole_bytes(info["public_key"])
    guard(inside)
    if inside[:1] != b"\x04":
        raise Fault(Code.MALFORMED, "public key is no octet string")
    point = curve.point_from_bytes(contents(inside))
    if not curve.contains(point):
        raise Fault(Code.MALFORMED, "public key is not on its curve")
    if not _generates(curve, point):
        raise Fault(Code.MALFORMED, "public key is of a small order")
    return PublicKey(bits, curve, point)


@functools.lru_cache(maxsize=4096)
def _generates(curve: Curve, point: Point) -> bool:
    """Whether the point generates the subgroup. It is cached: on some curves it takes as long as a signature."""
    return curve.generates(point)


def public_key_bytes(certificate: Certificate) -> bytes:
    """The contents of the BIT STRING, of which OCSP takes the hash. ValueError."""
    return whole_bytes(_key_info(certificate)["public_key"])


def _key_info(certificate: Certificate) -> Any:
    return _KeyInfo.load(encoded(certificate["tbs_certificate"]["subject_public_key_info"]), strict=True)


def digest(bits: int, data: bytes) -> bytes:
    """Streebog of a small body."""
    state = streebog.new(bits)
    state.update(data)
    return state.digest()


def digest_by(algorithm: str, data: bytes) -> bytes | None:
    """The hash by the algorithm with this identifier; None if the algorithm is unknown."""
    if algorithm in DIGEST_BITS:
        return digest(DIGEST_BITS[algorithm], data)
    name = _OTHER_DIGESTS.get(algorithm)
    return hashlib.new(name, data).digest() if name else None


def is_signed_by(issuer: Certificate, algorithm: str, signature: bytes, *, digest_of: Callable[[int], bytes]) -> bool:
    """Whether the key of `issuer` signed the encoded body of a certificate, a CRL or an OCSP answer.

    `digest_of` gives Streebog of the body by its length in bits. A key or an algorithm other than ГОСТ signed nothing
    as far as we can tell.
    """
    try:
        key = public_key(issuer)
    except (Fault, ValueError, TypeError, KeyError):
        return False
    if SIGNATURE_BITS.get(algorithm) != key.bits:
        return False
    return _holds(key, digest_of(key.bits), signature)


@functools.lru_cache(maxsize=1024)
def _holds(key: PublicKey, value: bytes, signature: bytes) -> bool:
    """Whether the signature holds. It is cached, because the same certificates and lists come again and again."""
    return key.curve.verify(key.point, value, signature)


def has_issued(issuer: Certificate, certificate: Certificate) -> bool:
    """Whether the issuer has signed the certificate. Nothing else is checked."""
    return is_signed_by(
        issuer,
        certificate["signature_algorithm"]["algorithm"].dotted,
        whole_bytes(certificate["signature_value"]),
        digest_of=lambda bits: digest(bits, body_of(certificate)),
    )
