"""Grey pictures as PNG and JPEG, written byte by byte: no picture library is needed to show a demonstration."""

import struct
import zlib
from collections.abc import Sequence

Picture = Sequence[Sequence[int]]  # rows of brightness, 0 to 255

BLOCK = 8  # pixels: JPEG is made of squares of this side
# Huffman codes for the size of a difference (ITU-T T.81, table K.3): how many there are of each length.
CODE_LENGTHS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)


def site_plan(width: int = 64, height: int = 48) -> Picture:
    """A plot, a house on it and a road, one number for a square of the picture."""
    return [[_brightness(x / width, y / height) for x in range(width)] for y in range(height)]


def _brightness(x: float, y: float) -> int:
    if y > 0.82:
        return 170 if y < 0.95 else 200  # the road
    if 0.42 < x < 0.66 and 0.28 < y < 0.56:
        return 90  # the house
    if not (0.14 < x < 0.86 and 0.1 < y < 0.74):
        return 225  # the neighbours
    return 250 if 0.17 < x < 0.83 and 0.14 < y < 0.7 else 60  # the plot within its fence


def png(picture: Picture) -> bytes:
    rows = [bytes(value for value in row for _ in range(BLOCK)) for row in picture]
    pixels = b"".join(b"\0" + row for row in rows for _ in range(BLOCK))
    header = struct.pack(">IIBBBBB", len(picture[0]) * BLOCK, len(picture) * BLOCK, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def jpeg(picture: Picture) -> bytes:
    """Baseline JPEG in which every square has one brightness: only differences between squares are coded."""
    height, width = len(picture) * BLOCK, len(picture[0]) * BLOCK
    tables = bytes([0]) + bytes([BLOCK] * BLOCK * BLOCK)  # one step of brightness is one unit of the code
    differences = bytes([0x00, *CODE_LENGTHS, *range(sum(CODE_LENGTHS))])
    nothing_more = bytes([0x10, 1, *[0] * 15, 0x00])  # within a square there is nothing: one code, "0"
    segments = (
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xDB, tables),
        (0xC0, struct.pack(">BHHB", 8, height, width, 1) + bytes([1, 0x11, 0])),
        (0xC4, differences),
        (0xC4, nothing_more),
        (0xDA, bytes([1, 1, 0x00, 0, 63, 0])),
    )
    head = b"".join(bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data for mark, data in segments)
    return b"\xff\xd8" + head + _coded(picture) + b"\xff\xd9"


def _coded(picture: Picture) -> bytes:
    codes = _codes()
    bits = []
    before = 0
    for value in (value - 128 for row in picture for value in row):
        difference, before = value - before, value
        size = abs(difference).bit_length()
        amount = difference if difference > 0 else difference + (1 << size) - 1
        bits.append(codes[size] + (f"{amount:0{size}b}" if size else "") + "0")
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    packed = int(stream, 2).to_bytes(len(stream) // 8, "big")
    return packed.replace(b"\xff", b"\xff\0")  # an FF in the data must not look like a mark


def _codes() -> list[str]:
    """The code of each size, counted up length by length as the standard says."""
    codes, code = [], 0
    for length, count in enumerate(CODE_LENGTHS, start=1):
        for _ in range(count):
            codes.append(f"{code:0{length}b}")
            code += 1
        code <<= 1
    return codes
