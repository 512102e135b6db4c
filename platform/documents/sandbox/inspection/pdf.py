"""PDF: whether the file opens, is complete and of reasonable size, and whether it has scripts or attachments.

Most files are judged by their plain bytes alone, because the trailers and the tokens below are readable in every PDF.
A file that is locked or damaged, or that names a script or an attachment, is opened by a reader (`pdf_reader`). The
reader is loaded only then, because loading it takes longer than the rest of the inspection.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from .outcome import Found, Refused

OBJECTS_AT_MOST = 500_000  # the largest honest drawings have some tens of thousands
_PIECE = 1024 * 1024  # bytes
_SHARED = 32  # bytes; longer than any word that is searched for
_DICTIONARY = 8192  # bytes; more than any trailer needs
_TRAILERS_AT_MOST = 2000  # each saving of a file adds one
_PACKED_AT_MOST = 50_000  # object streams; each holds about a hundred objects
_UNPACKED_AT_MOST = 256 * 1024 * 1024  # bytes of all object streams together
TAIL = 2048  # bytes before and after the end mark that are searched

_TRAILERS = (b"trailer", b"/XRef")
_PACKED = b"/ObjStm"
# Names that introduce a script, an external program or an attachment. Shorter names would occur in compressed data by
# chance.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/FileAttachment")
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z])")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_START = re.compile(rb"startxref\s+(\d{1,12})\s*\Z")
_TABLE = re.compile(rb"\s*(xref|\d{1,10}\s+\d{1,5}\s+obj)")
# A letter of such a name written as a number (ISO 32000-1, 7.3.5). Honest files never need that.
_HIDDEN = re.compile(rb"/[A-Za-z]{0,20}#(?:[46][1-9A-Fa-f]|[57][0-9Aa])")
_STREAM = re.compile(rb"stream\r?\n")
_SECOND = re.compile(rb"%%EOF\s*%PDF-")
# Beginnings of other files. After the end of a PDF anything else is allowed.
_OTHER_FILES = (
    b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"GIF8",
    b"\xd0\xcf\x11\xe0",
)  # fmt: skip


@dataclass
class Surface:
    """What the plain bytes of a PDF tell."""

    is_encrypted: bool = False
    is_active: bool = False  # it names something that may act by itself, or may hide such a name
    end: int = -1  # position of the last end mark; -1 if there is none
    names_pages: bool = False
    has_table: bool = False  # it states somewhere the position of its table of objects
    goes_on: bool = False  # objects follow the last end mark: a later version of the file was cut off
    _places: set[int] = field(default_factory=set)
    _packed: set[int] = field(default_factory=set)


def inspect(file: BinaryIO) -> Found:
    """Inspect a PDF. Raises Refused."""
    surface = read_surface(file)
    is_whole = _is_whole(file, surface)
    if is_whole and not surface.is_encrypted and not surface.is_active:
        return Found("pdf")
    from . import pdf_reader

    return pdf_reader.inspect(file, surface, is_whole=is_whole)


def read_surface(file: BinaryIO) -> Surface:
    """Read the plain bytes. Raises Refused if the file is unreasonably large, or another file follows its end."""
    surface, objects, last_object = Surface(), 0, -1
    for at, piece in pieces(file):
        objects += piece.count(b"endobj")
        if (place := piece.rfind(b"%%EOF")) >= 0:
            surface.end = at + place
        if (place := piece.rfind(b" obj")) >= 0:
            last_object = at + place
        surface._places.update(at + place for word in _TRAILERS for place in _found(piece, word))
        surface._packed.update(at + place for place in _found(piece, _PACKED))
        surface.is_active |= _names_activity(piece)
        surface.names_pages |= b"/Pages" in piece
        surface.has_table |= b"startxref" in piece
        if (
            objects > OBJECTS_AT_MOST
            or len(surface._places) > _TRAILERS_AT_MOST
            or len(surface._packed) > _PACKED_AT_MOST
        ):
            raise Refused("too_complex")
        if _SECOND.search(piece):
            raise Refused("two_kinds")
    surface.goes_on = last_object > surface.end
    if surface.end >= 0:
        _refuse_another(file, surface.end + len(b"%%EOF"))
    for at in surface._places:
        dictionary = _unescaped(_dictionary_at(file, at))
        surface.is_encrypted |= bool(_ENCRYPT.search(dictionary))
        if any(int(size) > OBJECTS_AT_MOST for size in _SIZE.findall(dictionary)):
            raise Refused("too_complex")
    if not surface.is_encrypted and not surface.is_active:
        surface.is_active = _is_active_when_unpacked(file, surface._packed)
    return surface


def _is_whole(file: BinaryIO, surface: Surface) -> bool:
    """Whether the end of the file leads to its table of objects. It does unless the file was cut off or shifted."""
    if surface.end < 0 or surface.goes_on:
        return False
    if not surface.has_table and not surface.names_pages:
        return True  # it was written without pages, so none can be lost
    beginning = max(0, surface.end - TAIL)
    file.seek(beginning)
    starts = _START.findall(file.read(surface.end - beginning))
    if not starts:
        return False
    file.seek(int(starts[-1]))
    return bool(_TABLE.match(file.read(64)))


def _refuse_another(file: BinaryIO, end: int) -> None:
    file.seek(end)
    rest = file.read(TAIL).lstrip(b"\r\n\t \0")
    if rest.startswith(_OTHER_FILES):
        raise Refused("two_kinds")


def _names_activity(piece: bytes) -> bool:
    return any(word in piece for word in _ACTIVE) or bool(_HIDDEN.search(piece))


def _is_active_when_unpacked(file: BinaryIO, packed: Iterable[int]) -> bool:
    """Whether object streams contain such names. A stream that cannot be unpacked here counts as active."""
    left = _UNPACKED_AT_MOST
    for at in packed:
        dictionary = _dictionary_at(file, at)
        file.seek(at)
        start = _STREAM.search(file.read(_DICTIONARY))
        if start is None or b"/FlateDecode" not in dictionary:
            return True
        inflate, shared = zlib.decompressobj(), b""
        file.seek(at + start.end())
        try:
            while not inflate.eof and (raw := inflate.unconsumed_tail or file.read(_PIECE // 16)):
                piece = inflate.decompress(raw, _PIECE)
                left -= len(piece)
                if left < 0:
                    raise Refused("too_complex")
                if _names_activity(shared + piece):
                    return True
                shared = piece[-_SHARED:]
        except zlib.error:
            return True
    return False


def _found(piece: bytes, word: bytes) -> Iterator[int]:
    """Positions found by plain search, which is ten times faster than a regular expression on tens of megabytes."""
    at = piece.find(word)
    while at >= 0:
        yield at
        at = piece.find(word, at + 1)


def pieces(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Pairs of a position in the file and bytes. Neighbouring pieces overlap, so that no word is cut in two."""
    file.seek(0)
    at, shared = 0, b""
    while piece := file.read(_PIECE):
        yield at - len(shared), shared + piece
        at += len(piece)
        shared = (shared + piece)[-_SHARED:]


def _dictionary_at(file: BinaryIO, at: int) -> bytes:
    """The dictionary after the word `trailer`, or that of the object around a name; empty if there is none."""
    beginning = max(0, at - _DICTIONARY)
    file.seek(beginning)
    around = file.read(2 * _DICTIONARY)
    here = at - beginning
    if around.startswith(b"trailer", here):
        return around[here:].split(b"startxref")[0]
    start = around.rfind(b" obj", 0, here)
    return around[start:].split(b"stream")[0] if start >= 0 else b""


def _unescaped(names: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), names)
