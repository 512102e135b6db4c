"""PDF: whether it is locked, and whether it is within reason. Its trailers say both, so nothing else is parsed.

A trailer is a dictionary after the word `trailer` or that of an XRef stream; both are plain text in every PDF, and
whether the cross-reference table is right does not matter here.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from .found import Found, Refused

OBJECTS_AT_MOST = 500_000  # the largest honest drawings have some ten thousands
_PIECE = 1024 * 1024  # bytes
_SHARED = len(b"trailer") - 1
_DICTIONARY = 8192  # bytes: more than any trailer needs
_TRAILERS_AT_MOST = 2000  # each saving of a file adds one

_TRAILERS = (b"trailer", b"/XRef")
_ENCRYPT = re.compile(rb"/Encrypt\s*(\d|<<)")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")


def look(file: BinaryIO) -> Found:
    """Raises Refused."""
    trailers: set[int] = set()
    objects, ends = 0, 0
    for at, piece in _pieces(file):
        objects += piece.count(b"endobj")
        ends += piece.count(b"%%EOF")
        trailers.update(at + place for word in _TRAILERS for place in _places(piece, word))
        if objects > OBJECTS_AT_MOST or len(trailers) > _TRAILERS_AT_MOST:
            raise Refused("too_complex")
    if not ends:
        raise Refused("damaged")
    for at in trailers:
        dictionary = _dictionary_at(file, at)
        if _ENCRYPT.search(dictionary):
            raise Refused("protected")
        if any(int(size) > OBJECTS_AT_MOST for size in _SIZE.findall(dictionary)):
            raise Refused("too_complex")
    return Found("pdf")


def _places(piece: bytes, word: bytes) -> Iterator[int]:
    """A plain search is ten times faster than a regular expression, and a file has tens of megabytes."""
    at = piece.find(word)
    while at >= 0:
        yield at
        at = piece.find(word, at + 1)


def _pieces(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(place in the file, bytes). Pieces share the few bytes at their borders, so that no word is cut in two."""
    file.seek(0)
    at, shared = 0, b""
    while piece := file.read(_PIECE):
        yield at - len(shared), shared + piece
        at += len(piece)
        shared = (shared + piece)[-_SHARED:]


def _dictionary_at(file: BinaryIO, at: int) -> bytes:
    """The dictionary that begins after `trailer`, or the one of an object around `/XRef`; empty for anything else."""
    beginning = max(0, at - _DICTIONARY)
    file.seek(beginning)
    around = file.read(2 * _DICTIONARY)
    here = at - beginning
    if around.startswith(b"trailer", here):
        return around[here:].split(b"startxref")[0]
    start = around.rfind(b" obj", 0, here)
    return around[start:].split(b"stream")[0] if start >= 0 else b""
