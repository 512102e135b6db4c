"""The recognition of a file by its first bytes; each kind is then inspected by its own module."""

import re
from typing import BinaryIO

from . import compound, pdf, pictures, signatures, texts, zips
from .outcome import Found, Refused

HEAD_BYTES = 4096
_PDF_HEADER = 1024  # bytes within which the header must begin (ISO 32000-1, annex H, note 13)

# Kinds that are recognised only to tell the person what the file really is; they are not accepted.
_NEVER_TAKEN = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"ID3", "sound"),
)


def recognise(file: BinaryIO) -> Found:
    """The kind of the file; Found("unknown") if it is not recognised. Raises Refused."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zips.inspect(file)
    found = _other_than_zip(file, head)
    if found.kind not in {"unknown", "program"} and zips.ends_as_zip(file):
        raise Refused("two_kinds")
    return found


def _other_than_zip(file: BinaryIO, head: bytes) -> Found:
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return compound.inspect(file)
    if found := pictures.inspect(file, head):
        if b"%PDF-" in head[:_PDF_HEADER]:
            raise Refused("two_kinds")
        return found
    if _is_pdf(head):
        if any(head.startswith(start) for start, _kind in _NEVER_TAKEN):  # it would open as either of the two
            raise Refused("two_kinds")
        return pdf.inspect(file)
    if re.match(rb"AC10\d\d", head):
        return Found("dwg")
    if head.startswith(b"{\\rtf"):
        return Found("rtf")
    for start, kind in _NEVER_TAKEN:
        if head.startswith(start):
            return Found(kind)
    return signatures.inspect(file, head) or texts.inspect(file, head)


def _is_pdf(head: bytes) -> bool:
    """Whether a PDF header follows soon. Before it spaces or a printer's command may stand, but no web page."""
    at = head.find(b"%PDF-", 0, _PDF_HEADER + 5)
    return at >= 0 and b"<" not in head[:at]
