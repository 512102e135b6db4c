"""Files attached to a PDF: they are inspected like files in an archive, and programs are refused."""

import io
from collections.abc import Iterable

from . import zips
from .outcome import Refused
from .pdf import read_surface

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
# Extensions of files that Windows runs when they are opened.
_RUN = {
    "exe", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "jar", "dll",
    "cpl",
}  # fmt: skip


def inspect(content: bytes, names: Iterable[str], budget: zips.Budget) -> bool:
    """Whether the attachment has macros. `names` are the names that the PDF gives it. Raises Refused."""
    budget.enter(1)
    budget.unpack(len(content))
    endings = {name.rstrip(" .").rpartition(".")[2].lower() for name in names}
    if content.startswith(_PROGRAMS) or endings & _RUN:
        raise Refused("carries_program")
    file = io.BytesIO(content)
    if content.startswith(b"PK\x03\x04"):
        return zips.inspect_archive(file, budget, depth=2).has_macros
    if content.startswith(b"%PDF-"):
        return read_surface(file).is_active
    return False
