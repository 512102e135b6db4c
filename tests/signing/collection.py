"""The signatures of `vectors/`: what each is, what is trusted, and the verdict it must get. See `manifest.json`."""

import functools
import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gost import streebog
from signing.crypto.cades import Expected, Report, Trust, load_certificate, load_crl, load_ocsp, verify

FOLDER = Path(__file__).parent / "vectors"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text())
MEGABYTE = bytes(range(256)) * 4096


class Generated:
    """A document of 50 MB that is never in memory, nor in the repository."""

    def __init__(self, last_byte: bytes = MEGABYTE[-1:]) -> None:
        self._blocks = [MEGABYTE] * 49 + [MEGABYTE[:-1] + last_byte]

    def read(self, size: int = -1) -> bytes:
        return self._blocks.pop(0) if self._blocks else b""


@dataclass(frozen=True)
class Vector:
    name: str
    document: str
    signature: str
    at: str
    expected_subject: dict[str, str]
    trust: dict[str, Any]
    status: str
    code: str
    why: str

    @property
    def raw(self) -> bytes:
        return (FOLDER / "signatures" / self.signature).read_bytes()

    def verify(self, raw: bytes | None = None) -> Report:
        """The verdict on this vector's signature, or on `raw` in its place."""
        signature = self.raw if raw is None else raw
        return verify(signature, digests(self.document), self.trusted, Expected(**self.expected_subject))

    @functools.cached_property
    def trusted(self) -> Trust:
        settings = {**MANIFEST["default_trust"], **self.trust}
        accredited = {certificate(name).sha1 for name in settings["accredited"]}
        return Trust(
            at=datetime.fromisoformat(self.at),
            roots=tuple(certificate(name) for name in settings["roots"]),
            intermediates=tuple(certificate(name) for name in settings["intermediates"]),
            crls=tuple(load_crl(material(name)) for name in settings["crls"]),
            ocsp=tuple(load_ocsp(material(name)) for name in settings["ocsp"]),
            accredited=lambda issuer, issued_at: issuer.sha1 in accredited,
            require_qualified=settings["require_qualified"],
            require_timestamp=settings["require_timestamp"],
            check_revocation=settings["check_revocation"],
        )


VECTORS = {item["name"]: Vector(**item) for item in MANIFEST["vectors"]}


@functools.cache
def digests(document: str) -> dict[int, bytes]:
    if document == "big.bin":
        return streebog.digests(Generated())
    if document == "big_changed.bin":
        return streebog.digests(Generated(last_byte=b"\0"))
    return streebog.digests(io.BytesIO((FOLDER / "documents" / document).read_bytes()))


def material(name: str) -> bytes:
    return (FOLDER / "trust" / name).read_bytes()


def certificate(name: str) -> Any:
    return load_certificate(material(name))
