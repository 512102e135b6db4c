"""Keys, and certificates with their keys. The arithmetic is not constant-time, so these keys must protect nothing."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import core, pem, x509

from gost.curves import CURVES, Curve

from ..crypto.algorithms import KeyAlgorithm, KeyParameters, digest
from ..crypto.asn1 import encoded
from .der import bits, integer, octets, oid, seq

DIGEST = {256: "1.2.643.7.1.1.2.2", 512: "1.2.643.7.1.1.2.3"}
KEY_ALGORITHM = {256: "1.2.643.7.1.1.1.1", 512: "1.2.643.7.1.1.1.2"}
SIGNATURE = {256: "1.2.643.7.1.1.3.2", 512: "1.2.643.7.1.1.3.3"}
USUAL_256 = "1.2.643.2.2.36.0"  # XchA, the usual set of CryptoPro's containers
USUAL_512 = "1.2.643.7.1.2.1.2.1"


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    return seq(oid(dotted), *parameters)


class Key:
    """A private key of GOST R 34.10-2012, random unless given."""

    def __init__(self, parameter_set: str = USUAL_256, private: int = 0) -> None:
        self.parameter_set = parameter_set
        self.curve: Curve = CURVES[parameter_set]
        self.bits = self.curve.bits
        self.private = private or secrets.randbelow(self.curve.q - 1) + 1
        self.public = self.curve.point_to_bytes(self.curve.public_point(self.private))

    @classmethod
    def long(cls) -> "Key":
        return cls(USUAL_512)

    @property
    def info(self) -> bytes:
        """SubjectPublicKeyInfo."""
        return seq(self._algorithm, bits(octets(self.public)))

    @property
    def identifier(self) -> bytes:
        return hashlib.sha1(octets(self.public), usedforsecurity=False).digest()

    @property
    def signature_algorithm(self) -> bytes:
        return algorithm(SIGNATURE[self.bits])

    def sign(self, data: bytes) -> bytes:
        return self.curve.sign(self.private, digest(self.bits, data))

    def sealed(self, body: bytes) -> bytes:
        """Sign a body, which makes it a certificate or a CRL."""
        return seq(body, self.signature_algorithm, bits(self.sign(body)))

    def pkcs8(self) -> bytes:
        """The form that OpenSSL reads: the private number little-endian inside an OCTET STRING."""
        raw = self.private.to_bytes(self.curve.size, "little")
        return seq(integer(0), self._algorithm, octets(octets(raw)))

    @classmethod
    def from_pkcs8(cls, raw: bytes) -> "Key":
        info = _PrivateKeyInfo.load(raw, strict=True)
        parameters = info["algorithm"]["parameters"].parse(KeyParameters)
        private = core.OctetString.load(info["private_key"].native).native
        return cls(parameters["parameter_set"].dotted, int.from_bytes(private, "little"))

    @property
    def _algorithm(self) -> bytes:
        named_digest = [oid(DIGEST[256])] if self.bits == 256 else []
        return algorithm(KEY_ALGORITHM[self.bits], seq(oid(self.parameter_set), *named_digest))


class _PrivateKeyInfo(core.Sequence):
    _fields = [("version", core.Integer), ("algorithm", KeyAlgorithm), ("private_key", core.OctetString)]


@dataclass(frozen=True)
class Identity:
    """A certificate with its key; `subject` and `issuer` are encoded names."""

    certificate: bytes
    key: Key
    subject: bytes
    issuer: bytes
    serial: int

    @classmethod
    def of(cls, certificate: bytes, key: Key) -> "Identity":
        body = x509.Certificate.load(certificate, strict=True)["tbs_certificate"]
        return cls(certificate, key, encoded(body["subject"]), encoded(body["issuer"]), body["serial_number"].native)

    def save(self, folder: Path, stem: str) -> None:
        """Write `stem`.pem and `stem`.key, which OpenSSL with the ГОСТ engine reads."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stem}.pem").write_bytes(armour("CERTIFICATE", self.certificate))
        (folder / f"{stem}.key").write_bytes(armour("PRIVATE KEY", self.key.pkcs8()))

    @classmethod
    def load(cls, folder: Path, stem: str) -> "Identity":
        _, _, certificate = pem.unarmor((folder / f"{stem}.pem").read_bytes())
        _, _, key = pem.unarmor((folder / f"{stem}.key").read_bytes())
        return cls.of(certificate, Key.from_pkcs8(key))


def armour(label: str, raw: bytes) -> bytes:
    """PEM."""
    body = base64.b64encode(raw).decode()
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()
