"""PDF files that are locked, damaged, or may act by themselves, opened by a reader that repairs them (qpdf).

The file itself is never changed. A decrypted copy of it gets the same inspection of plain bytes as every other PDF.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Name

from . import attachments, zips
from .outcome import Found, Refused
from .pdf import OBJECTS_AT_MOST, TAIL, Surface, pieces, read_surface

_DEPTH_AT_MOST = 20  # levels of dictionaries inside dictionaries
_DRAWINGS_AT_MOST = 10_000  # inspected in one file
_EMPTY_AT_MOST = 50  # pages without content that we accept as empty
_NAMING = "Do Tf"  # operators that name a drawing or a font
_LOST = ("unable to recover stream data", "ages tree includes non-dictionary")  # warnings of qpdf
_SCRIPTS = {"/JavaScript", "/Launch"}


def inspect(file: BinaryIO, surface: Surface, *, is_whole: bool) -> Found:
    """Inspect a PDF with the reader. Raises Refused."""
    try:
        file = _rebuilt(file, surface) if surface.goes_on else file
        file.seek(0)
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream, suppress_warnings=True) as pdf:
            if len(pdf.objects) > OBJECTS_AT_MOST:
                raise Refused("too_complex")
            if not is_whole and not _lacks_nothing(pdf, file):
                raise Refused("damaged")
            if pdf.is_encrypted:
                _refuse_what_is_hidden(pdf)
            return Found("pdf", _look_inside(pdf, zips.Budget(packed=file.seek(0, 2))))
    except pikepdf.PasswordError:
        raise Refused("protected") from None
    except (Refused, MemoryError):
        raise
    except Exception:
        # A reader written in C++ raises errors of many kinds. If the file is complete, its encryption is not standard.
        raise Refused("protected" if surface.is_encrypted and surface.end >= 0 else "damaged") from None


def _rebuilt(file: BinaryIO, surface: Surface) -> BinaryIO:
    """A copy in which the reader cannot find the table of the previous version, so it rebuilds the last version."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  # it is open until the child ends
    file.seek(0)
    shutil.copyfileobj(file, copy)
    beginning = max(0, surface.end - TAIL)
    copy.seek(beginning)
    tail = copy.read(surface.end - beginning)
    copy.seek(beginning)
    copy.write(tail.replace(b"startxref", b" " * 9))
    return copy


def _refuse_what_is_hidden(pdf: pikepdf.Pdf) -> None:
    """Inspect the plain bytes of a decrypted copy, as those of a file that is not locked. Raises Refused."""
    with tempfile.TemporaryFile() as plain:
        pdf.save(
            plain,
            encryption=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
        )
        read_surface(plain)


def _lacks_nothing(pdf: pikepdf.Pdf, file: BinaryIO) -> bool:
    """Whether a repaired file has all its pages and the content of each."""
    declared = int(pdf.Root.Pages.get("/Count", 0))
    if len(pdf.pages) < max(declared, 1):
        return False
    seen: set[tuple[int, int]] = set()
    empty = [page.obj.objgen for page in pdf.pages if "/Contents" not in page.obj]
    if not _are_empty(empty, file):
        return False
    for page in pdf.pages:
        if "/Contents" in page.obj and not _has_what_it_draws(page, page.resources, seen):
            return False
    return not any(lost in words for words in pdf.get_warnings() for lost in _LOST)


def _are_empty(pages: list[tuple[int, int]], file: BinaryIO) -> bool:
    """Whether pages without content were empty. The reader drops broken references, so the content may be cut off."""
    written = dict.fromkeys(pages, b"/Contents")
    words = [re.compile(rb"(?<!\d)%d %d obj\b(.{0,4096}?)(?:endobj|stream|\Z)" % number, re.S) for number in pages]
    if len(pages) > _EMPTY_AT_MOST:
        return False
    for _at, piece in pieces(file):
        for number, word in zip(pages, words, strict=True):
            if found := word.findall(piece):
                written[number] = found[-1]
    return not any(b"/Contents" in dictionary for dictionary in written.values())


def _has_what_it_draws(
    drawing: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, seen: set[tuple[int, int]]
) -> bool:
    for step in pikepdf.parse_content_stream(drawing, _NAMING):
        kind = Name.XObject if str(step.operator) == "Do" else Name.Font
        named = resources.get(kind, pikepdf.Dictionary()).get(str(step.operands[0]))
        if named is None:
            return False
        if named.objgen in seen or len(seen) > _DRAWINGS_AT_MOST:
            continue
        seen.add(named.objgen)
        if named.get("/Subtype") == "/Form":
            if not _has_what_it_draws(named, named.get("/Resources", resources), seen):
                return False
        elif isinstance(named, pikepdf.Stream):
            named.read_raw_bytes()  # the reader warns if it cannot be read
    return True


def _look_inside(pdf: pikepdf.Pdf, budget: zips.Budget) -> bool:
    """Whether the file or an attachment has scripts or macros. Raises Refused if an attachment is refused."""
    is_active = False
    seen: set[tuple[int, int]] = set()
    for dictionary in _dictionaries(pdf):
        is_active |= str(dictionary.get("/S", "")) in _SCRIPTS
        versions = dictionary.get("/EF")
        if not isinstance(versions, pikepdf.Dictionary):
            continue
        for stream in versions.values():
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
                seen.add(stream.objgen)
                names = [str(dictionary.get(key, "")) for key in ("/F", "/UF")]
                is_active |= attachments.inspect(stream.read_bytes(), names, budget)
    return is_active


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, including those inside others."""
    waiting = [(item, 0) for item in pdf.objects]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, pikepdf.Stream):
            item = item.stream_dict
        if isinstance(item, pikepdf.Dictionary):
            yield item
            parts = item.values()
        elif isinstance(item, pikepdf.Array):
            parts = iter(item)
        else:
            continue
        if depth > _DEPTH_AT_MOST:
            raise Refused("too_complex")
        waiting.extend((part, depth + 1) for part in parts if _is_own_part(part))


def _is_own_part(part: object) -> bool:
    """Whether the value is stored inside its owner. An object that is referred to is visited on its own."""
    return isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect
