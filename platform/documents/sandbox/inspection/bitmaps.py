"""BMP pictures. Most are not compressed, so the file must be as long as its header says."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from .outcome import Refused

_OLDEST = 12  # length in bytes of the header of OS/2, whose sizes are 16-bit numbers
_HEADERS = {_OLDEST, 40, 52, 56, 64, 108, 124}
_BITS = {1, 2, 4, 8, 16, 24, 32}  # of a pixel
_PLAIN = {0, 3, 6}  # not compressed, with or without masks of colours
_PACKED = {1, 2}  # compressed by run lengths
_FILE_HEADER = 14  # bytes


def is_bitmap(head: bytes) -> bool:
    """Whether the file is a BMP. The first two letters alone do not tell, because a text may begin with «BM»."""
    return head.startswith(b"BM") and len(head) >= 26 and struct.unpack_from("<I", head, 14)[0] in _HEADERS


def sizes(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The only size of the picture. Raises Refused if a part of the picture is missing."""
    length = file.seek(0, 2)
    file.seek(10)
    start, header = struct.unpack("<II", file.read(8))
    packing = 0
    if header == _OLDEST:
        width, height, planes, bits = struct.unpack("<4H", file.read(8))
    else:
        width, height, planes, bits, packing = struct.unpack("<iiHHI", file.read(16))
    if width <= 0 or planes != 1 or bits not in _BITS or packing not in _PLAIN | _PACKED:
        raise Refused("damaged")
    if start < _FILE_HEADER + header or start >= length:
        raise Refused("damaged")
    height = abs(height)  # it is negative if the lines are stored from top to bottom
    yield width, height
    line = (width * bits + 31) // 32 * 4
    if packing in _PLAIN and start + line * height > length:
        raise Refused("damaged")
