"""The signatures of `vectors/` and `vectors_2/`: what each is, what is trusted, and the verdict it must get.

See `manifest.json` of each. The second holds what the first verifier got wrong.
"""

import functools
import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gost import streebog
from signing.crypto.asn1 import encoded
from signing.crypto.cades import Expected, Report, Trust, load_certificate, load_crl, load_ocsp, verify

FOLDER, FOLDER_2 = Path(__file__).parent / "vectors", Path(__file__).parent / "vectors_2"
MANIFEST, MANIFEST_2 = (json.loads((folder / "manifest.json").read_text()) for folder in (FOLDER, FOLDER_2))
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
    also: tuple[tuple[str, str], ...] = ()  # other right answers: status and code, or "*" for any
    openssl: bool | None = None
    folder: Path = FOLDER

    @property
    def raw(self) -> bytes:
        return (self.folder / "signatures" / self.signature).read_bytes()

    def is_right(self, report: Report) -> bool:
        answers = [(self.status, self.code), *map(tuple, self.also)]
        return any(report.status == status and code in ("*", report.code) for status, code in answers)

    def verify(self, raw: bytes | None = None) -> Report:
        """The verdict on this vector's signature, or on `raw` in its place."""
        signature = self.raw if raw is None else raw
        return verify(signature, digests(self.document, self.folder), self.trusted, Expected(**self.expected_subject))

    @functools.cached_property
    def trusted(self) -> Trust:
        settings = {**MANIFEST["default_trust"], **self.trust}
        folder = self.folder
        accredited = {material(name, folder) for name in settings["accredited"]}
        return Trust(
            at=datetime.fromisoformat(self.at),
            roots=tuple(certificate(name, folder) for name in settings["roots"]),
            intermediates=tuple(certificate(name, folder) for name in settings["intermediates"]),
            crls=tuple(load_crl(material(name, folder)) for name in settings["crls"]),
            ocsp=tuple(load_ocsp(material(name, folder)) for name in settings["ocsp"]),
            accredited=lambda issuer, issued_at: encoded(issuer) in accredited,
            require_qualified=settings["require_qualified"],
            require_timestamp=settings["require_timestamp"],
            check_revocation=settings["check_revocation"],
        )


VECTORS = {item["name"]: Vector(**item) for item in MANIFEST["vectors"]}
POWERS_2 = {item["name"]: item for item in MANIFEST_2["powers"]}
VECTORS_2 = {item["name"]: Vector(**item, folder=FOLDER_2) for item in MANIFEST_2["vectors"]}


@functools.cache
def digests(document: str, folder: Path = FOLDER) -> dict[int, bytes]:
    if document == "big.bin":
        return streebog.digests(Generated())
    if document == "big_changed.bin":
        return streebog.digests(Generated(last_byte=b"\0"))
    return streebog.digests(io.BytesIO((folder / "documents" / document).read_bytes()))


def material(name: str, folder: Path = FOLDER) -> bytes:
    return (folder / "trust" / name).read_bytes()


def certificate(name: str, folder: Path = FOLDER) -> Any:
    return load_certificate(material(name, folder))
