"""One SignerInfo of a CMS: its signed attributes, and the certificate they bind it to."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from asn1crypto import cms, parser, x509

from signing.crypto.algorithms import DIGEST_BITS, SIGNATURE_BITS, digest, digest_by, public_key
from signing.crypto.asn1 import as_moment, is_present, items
from signing.crypto.errors import Code, Fault

_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_UNIVERSAL, _CONSTRUCTED, _SET = 0, 1, 17


class SignedAttributes:
    """Each present once and with one value. Fault NO_SIGNED_ATTRIBUTES or BAD_SIGNED_ATTRIBUTES.

    Without them a signature over bytes that happen to encode a set of attributes would pass for one over a document.
    """

    def __init__(self, info: cms.SignerInfo) -> None:
        field = info["signed_attrs"]
        if not is_present(field):
            raise Fault(Code.NO_SIGNED_ATTRIBUTES)
        # Signed are the very bytes that came, only with the tag of a SET instead of [0].
        self.encoded: bytes = parser.emit(_UNIVERSAL, _CONSTRUCTED, _SET, field.contents)
        found: dict[str, Any] = {}
        for attribute in field:
            kind = attribute["type"].dotted
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

    def bind(self, certificate: x509.Certificate) -> bool:
        """Whether signingCertificate(V2) names exactly this certificate."""
        if self._certificate is not None:
            named = self._certificate["certs"][0]
            actual = digest_by(named["hash_algorithm"]["algorithm"].dotted, certificate.dump())
        elif self._certificate_v1 is not None:
            named = self._certificate_v1["certs"][0]
            actual = hashlib.sha1(certificate.dump(), usedforsecurity=False).digest()
        if actual is None or not hmac.compare_digest(actual, named["cert_hash"].native):
            return False
        issuer = named["issuer_serial"]
        if not is_present(issuer):
            return True
        return issuer["serial_number"].native == certificate.serial_number and any(
            name.name == "directory_name" and name.chosen == certificate.issuer for name in issuer["issuer"]
        )


class Signer:
    """A SignerInfo bound to the certificate that made it, the signature itself still to be checked."""

    def __init__(self, signed: cms.SignedData, info: cms.SignerInfo) -> None:
        """Fault NOT_GOST, ALGORITHM_MISMATCH, those of the attributes, NO_CERTIFICATE, CERTIFICATE_SUBSTITUTED."""
        self.info = info
        self.certificates = [c.chosen for c in items(signed["certificates"]) if c.name == "certificate"]
        self.bits = _bits(DIGEST_BITS, info["digest_algorithm"])
        if _bits(SIGNATURE_BITS, info["signature_algorithm"]) != self.bits:
            raise Fault(Code.ALGORITHM_MISMATCH)
        self.attributes = SignedAttributes(info)
        self.certificate = self._find_certificate()

    @property
    def value(self) -> bytes:
        value: bytes = self.info["signature"].native
        return value

    def check_signature(self) -> None:
        """Fault BAD_SIGNATURE, or what is wrong with the key: NOT_GOST, ALGORITHM_MISMATCH, MALFORMED."""
        key = public_key(self.certificate)
        if key.bits != self.bits:
            raise Fault(Code.ALGORITHM_MISMATCH)
        if not key.curve.verify(key.point, digest(self.bits, self.attributes.encoded), self.value):
            raise Fault(Code.BAD_SIGNATURE)

    def _find_certificate(self) -> x509.Certificate:
        named = [certificate for certificate in self.certificates if _is_named(certificate, self.info["sid"])]
        if not named:
            raise Fault(Code.NO_CERTIFICATE)
        for certificate in named:
            if self.attributes.bind(certificate):
                return certificate
        raise Fault(Code.CERTIFICATE_SUBSTITUTED)


def _bits(table: dict[str, int], field: Any) -> int:
    algorithm = field["algorithm"].dotted
    if algorithm not in table:
        raise Fault(Code.NOT_GOST, algorithm)
    return table[algorithm]


def _is_named(certificate: x509.Certificate, sid: Any) -> bool:
    if sid.name == "issuer_and_serial_number":
        same_number = certificate.serial_number == sid.chosen["serial_number"].native
        return bool(same_number and certificate.issuer == sid.chosen["issuer"])
    return bool(certificate.key_identifier == sid.chosen.native)
