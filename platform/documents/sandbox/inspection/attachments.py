"""Files inside a PDF: looked at as those in an archive are, and no program among them."""

import io
from collections.abc import Iterable

from . import zips
from .outcome import Refused
from .pdf import read_surface

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
# What Windows runs when it is opened, told by the name alone.
_RUN = {
    "exe", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "jar", "dll",
    "cpl",
}  # fmt: skip


def inspect(content: bytes, names: Iterable[str], budget: zips.Budget) -> bool:
    """Whether it has macros. `names` are those that the PDF gives it. Raises Refused."""
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
