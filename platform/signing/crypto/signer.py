"""One SignerInfo of a CMS: its signed attributes, and the certificate they bind it to."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from asn1crypto import cms, parser

from . import admission
from .admission import Certificate, load_certificate
from .algorithms import DIGEST_BITS, SIGNATURE_BITS, digest, digest_by, public_key
from .asn1 import as_moment, encoded, exact, has_more_than, is_present, items
from .errors import Code, Fault
from .names import same

_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_UNDERSTOOD = {_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME, _SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2}
_UNIVERSAL, _CONSTRUCTED, _SET = 0, 1, 17
# A signature has some attributes of some hundred bytes, and the certificates of one path or two.
MAX_SIGNED, MAX_ATTRIBUTES, MAX_CERTIFICATES = 64 << 10, 64, 16
MAX_NAMED = 4  # certificates of one issuer and number; each has to be hashed


class SignedAttributes:
    """The known attributes, each of one value. Raises Fault NO_SIGNED_ATTRIBUTES or BAD_SIGNED_ATTRIBUTES.

    Without them a signature over bytes that happen to encode a set of attributes would pass for one over a document.
    """

    def __init__(self, info: cms.SignerInfo) -> None:
        field = info["signed_attrs"]
        if not is_present(field):
            raise Fault(Code.NO_SIGNED_ATTRIBUTES)
        if len(field.contents) > MAX_SIGNED or has_more_than(field, MAX_ATTRIBUTES):
            raise Fault(Code.BAD_SIGNED_ATTRIBUTES, "too many")
        # The signature is over the very bytes that came, only with the tag of a SET instead of [0].
        self.encoded: bytes = parser.emit(_UNIVERSAL, _CONSTRUCTED, _SET, field.contents)
        found: dict[str, Any] = {}
        for attribute in field:
            kind = exact(attribute)["type"].dotted
            if kind not in _UNDERSTOOD:  # an attribute that is not known may have several values (RFC 5652, 5.3)
                continue
            if kind in found or len(attribute["values"]) != 1:
                raise Fault(Code.BAD_SIGNED_ATTRIBUTES, f"repeated {kind}")
            found[kind] = attribute["values"][0]
        for needed in (_CONTENT_TYPE, _MESSAGE_DIGEST):
            if needed not in found:
                raise Fault(Code.BAD_SIGNED_ATTRIBUTES, f"no {needed}")
        self.content_type: str = found[_CONTENT_TYPE].dotted
        self.digest: bytes = found[_MESSAGE_DIGEST].native
        self.claimed_at: datetime | None = as_moment(found[_SIGNING_TIME].native) if _SIGNING_TIME in found else None
        self._certificate = found.get(_SIGNING_CERTIFICATE_V2)
        self._certificate_v1 = found.get(_SIGNING_CERTIFICATE)
        if self._certificate is None and self._certificate_v1 is None:
            raise Fault(Code.BAD_SIGNED_ATTRIBUTES, "no signingCertificateV2")

    def bind(self, certificate: Certificate) -> bool:
        """Whether signingCertificate and signingCertificateV2, as far as present, name exactly this certificate."""
        raw = encoded(certificate)
        named = []
        if self._certificate is not None:
            first = self._certificate["certs"][0]
            named.append((first, digest_by(first["hash_algorithm"]["algorithm"].dotted, raw)))
        if self._certificate_v1 is not None:
            named.append((self._certificate_v1["certs"][0], hashlib.sha1(raw, usedforsecurity=False).digest()))
        return all(_names(one, actual, certificate) for one, actual in named)


def _names(one: Any, actual: bytes | None, certificate: Certificate) -> bool:
    """Whether an ESSCertID has the hash of the certificate and, where it states them, its issuer and number."""
    if actual is None or not hmac.compare_digest(actual, exact(one)["cert_hash"].native):
        return False
    issuer = one["issuer_serial"]
    if not is_present(issuer):
        return True
    return exact(issuer)["serial_number"].native == certificate.serial_number and any(
        name.name == "directory_name" and same(name.chosen, certificate.issuer) for name in issuer["issuer"]
    )


class Signer:
    """A SignerInfo bound to the certificate that made it. The signature itself is not checked yet."""

    def __init__(self, signed: cms.SignedData, info: cms.SignerInfo) -> None:
        """Raises Fault NOT_GOST, ALGORITHM_MISMATCH, NO_CERTIFICATE, CERTIFICATE_SUBSTITUTED or one of the attributes.

        Raises ValueError or another error of the parser if it is no SignerInfo.
        """
        self.info = exact(info)
        for part in ("digest_algorithm", "signature_algorithm"):
            exact(info[part])
        self.certificates, self._unread = _certificates(signed)
        self.bits = _bits(DIGEST_BITS, info["digest_algorithm"])
        if _bits(SIGNATURE_BITS, info["signature_algorithm"]) != self.bits:
            raise Fault(Code.ALGORITHM_MISMATCH)
        self.attributes = SignedAttributes(info)
        self.certificate = self._find_certificate()

    @property
    def value(self) -> bytes:
        value: bytes = self.info["signature"].native
        return value

    @property
    def unsigned(self) -> list[cms.CMSAttribute]:
        """The unsigned attributes, which anybody may add. Raises Fault MALFORMED if there are too many."""
        field = self.info["unsigned_attrs"]
        if is_present(field) and has_more_than(field, MAX_ATTRIBUTES):
            raise Fault(Code.MALFORMED, "too many unsigned attributes")
        return [exact(attribute) for attribute in items(field)]

    def check_signature(self) -> None:
        """Check the signature. Raises Fault BAD_SIGNATURE, or NOT_GOST, ALGORITHM_MISMATCH, MALFORMED for its key."""
        key = public_key(self.certificate)
        if key.bits != self.bits:
            raise Fault(Code.ALGORITHM_MISMATCH)
        if not key.curve.verify(key.point, digest(self.bits, self.attributes.encoded), self.value):
            raise Fault(Code.BAD_SIGNATURE)

    def _find_certificate(self) -> Certificate:
        named = [certificate for certificate in self.certificates if _is_named(certificate, self.info["sid"])]
        if not named and self._unread:
            raise Fault(Code.MALFORMED, self._unread[0])
        if not named:
            raise Fault(Code.NO_CERTIFICATE)
        for certificate in named[:MAX_NAMED]:
            if self.attributes.bind(certificate):
                return certificate
        raise Fault(Code.CERTIFICATE_SUBSTITUTED)


def _certificates(signed: cms.SignedData) -> tuple[list[Certificate], list[str]]:
    """The certificates that can be admitted, and the faults of the others, which matter only if one of those signed."""
    field = signed["certificates"]
    if is_present(field) and has_more_than(field, MAX_CERTIFICATES):
        raise Fault(Code.CHAIN_BROKEN, "too many certificates to try")
    found, unread = [], []
    for choice in items(field):
        if choice.name != "certificate":
            continue
        try:
            found.append(load_certificate(encoded(choice.chosen)))
        except ValueError as problem:
            unread.append(str(problem))
    return found, unread


def _bits(table: dict[str, int], field: Any) -> int:
    algorithm = field["algorithm"].dotted
    if algorithm not in table:
        raise Fault(Code.NOT_GOST, algorithm)
    return table[algorithm]


def _is_named(certificate: Certificate, sid: Any) -> bool:
    if sid.name == "issuer_and_serial_number":
        same_number = certificate.serial_number == exact(sid.chosen)["serial_number"].native
        return bool(same_number and same(certificate.issuer, sid.chosen["issuer"]))
    return bool(admission.own_key(certificate) == sid.chosen.native)
