"""Which files are taken, and whether a file is what its name says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

ALLOWED_IN_WORDS = "PDF, JPG, PNG, DOC(X), XLS(X), ODT, ZIP"
_OFFICE = "application/vnd.openxmlformats-officedocument."


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


# A PDF may carry up to a kilobyte of something else before its header (ISO 32000-1, annex H, note 13).
def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


_is_zip = _begins(b"PK\x03\x04", b"PK\x05\x06")
_is_ole = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def hint(*, files: int = 1) -> str:
    """The limits, said before a file is chosen; `files` is how many may be."""
    limit = f"{ALLOWED_IN_WORDS}. До {settings.MAX_FILE_SIZE // 1024**2} МБ"
    return f"{limit}." if files == 1 else f"{limit} каждый, не больше {files} файлов."


@dataclass(frozen=True)
class Kind:
    content_type: str
    matches: Callable[[bytes], bool]


KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", _is_pdf),
    "jpg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "png": Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "doc": Kind("application/msword", lambda head: _is_ole(head) or head.startswith(b"{\\rtf")),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", _is_zip),
    "xls": Kind("application/vnd.ms-excel", _is_ole),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", _is_zip),
    "odt": Kind("application/vnd.oasis.opendocument.text", _is_zip),
    "zip": Kind("application/zip", _is_zip),
}
HEAD_BYTES = 1024
ACCEPT = ",".join(f".{extension}" for extension in KINDS)  # of the file input


def kind_of(file_name: str, head: bytes) -> Kind | None:
    """The kind by name and by the first bytes, None where they disagree or the name is not on the list."""
    kind = KINDS.get(file_name.rsplit(".", 1)[-1].lower()) if "." in file_name else None
    return kind if kind and kind.matches(head) else None
