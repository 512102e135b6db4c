"""Pictures: the size that they would have when decoded. Only headers are read, nothing is decoded."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from . import bitmaps
from .outcome import Found, Refused

PIXELS_AT_MOST = 200_000_000  # A0 at 300 dpi has 140 millions
FRAMES_AT_MOST = 1000  # of an animation
_STEPS_AT_MOST = 10_000  # segments of a JPEG, pages of a TIFF, chunks of a WebP
_BLOCKS_AT_MOST = 1_000_000  # blocks of up to 255 bytes in a frame of a GIF
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

Size = tuple[int, int]


def inspect(file: BinaryIO, head: bytes) -> Found | None:
    """None if the first bytes are not those of a known picture. Raises Refused."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _checked("png", _png(head))
    if head.startswith(b"\xff\xd8\xff"):
        return _checked("jpg", _jpeg(file))
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return _checked("tiff", _tiff(file))
    if head[4:8] == b"ftyp":
        return _checked("heic", _heic(file)) if head[8:12] in _HEIC_BRANDS and b"avif" not in head else Found("video")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _checked("webp", _webp(file))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _checked("gif", _gif(file))
    if bitmaps.is_bitmap(head):
        return _checked("bmp", bitmaps.sizes(file))
    return None


def _checked(kind: str, sizes: Iterator[Size]) -> Found:
    largest = 0
    try:
        for width, height in sizes:
            if width * height > PIXELS_AT_MOST:
                raise Refused("too_many_pixels", width=width, height=height)
            largest = max(largest, width * height)
    except struct.error:  # the file ends in the middle of a header
        raise Refused("damaged") from None
    if not largest:
        raise Refused("damaged")
    return Found(kind)


def _png(head: bytes) -> Iterator[Size]:
    if head[12:16] == b"IHDR":
        yield struct.unpack(">II", head[16:24])


def _jpeg(file: BinaryIO) -> Iterator[Size]:
    """The size from the frame header (SOF). A thumbnail is inside an Exif segment, which is skipped."""
    at = 2
    for _ in range(_STEPS_AT_MOST):
        file.seek(at)
        mark, kind, length = struct.unpack(">BBH", file.read(4))
        if mark != 0xFF:
            return
        if kind == 0xFF:  # fill bytes
            at += 1
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">xHH", file.read(5))
            yield width, height
            return
        at += 2 + length


def _tiff(file: BinaryIO) -> Iterator[Size]:
    """The size of every page."""
    file.seek(0)
    order = "<" if file.read(2) == b"II" else ">"
    file.seek(4)
    (at,) = struct.unpack(f"{order}I", file.read(4))
    seen: set[int] = set()
    while at and at not in seen:
        if len(seen) == _STEPS_AT_MOST:
            raise Refused("too_complex")
        seen.add(at)
        file.seek(at)
        (count,) = struct.unpack(f"{order}H", file.read(2))
        size = {}
        for tag, kind, _count, value in struct.iter_unpack(f"{order}HHI4s", _exactly(file, 12 * count)):
            if tag in (256, 257):  # width, height
                (size[tag],) = struct.unpack(f"{order}H2x" if kind == 3 else f"{order}I", value)
        yield size.get(256, 0), size.get(257, 0)
        (at,) = struct.unpack(f"{order}I", file.read(4))


def _gif(file: BinaryIO) -> Iterator[Size]:
    """The size of the screen, then that of every frame. A file that is cut off must have its first frame."""
    file.seek(6)
    width, height, flags = struct.unpack("<HHB2x", _exactly(file, 7))
    yield width, height
    file.seek(_colours(flags), 1)
    frames = 0
    while (mark := file.read(1)) == b"!" or mark == b",":
        if mark == b",":
            frames += 1
            if frames > FRAMES_AT_MOST:
                raise Refused("too_many_frames", limit=FRAMES_AT_MOST)
            *_place, width, height, flags = struct.unpack("<4HB", _exactly(file, 9))
            yield width, height
            file.seek(_colours(flags), 1)
        _exactly(file, 1)  # the label of an extension, or how the frame is packed
        if not _skip_blocks(file):
            break
    if not frames:
        raise Refused("damaged")


def _colours(flags: int) -> int:
    """The length in bytes of the table of colours that follows."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip_blocks(file: BinaryIO) -> bool:
    """Skip blocks, each of which begins with its length, to the empty block. False if the file ends before it."""
    for _ in range(_BLOCKS_AT_MOST):
        length = file.read(1)
        if length in (b"", b"\0"):
            return bool(length)
        file.seek(length[0], 1)
    raise Refused("too_complex")


def _webp(file: BinaryIO) -> Iterator[Size]:
    """The sizes of the canvas (VP8X), of the picture (VP8, VP8L) or of the frames (ANMF)."""
    end = min(file.seek(0, 2), 8 + _number(file, 4, 4))
    at, pictures = 12, 0
    for _ in range(_STEPS_AT_MOST):
        if at + 8 > end:
            break
        file.seek(at)
        kind, length = struct.unpack("<4sI", file.read(8))
        if kind == b"VP8X":
            yield _number(file, at + 12, 3) + 1, _number(file, at + 15, 3) + 1
        elif kind in (b"VP8 ", b"VP8L", b"ANMF"):
            pictures += 1
            if pictures > FRAMES_AT_MOST:
                raise Refused("too_many_frames", limit=FRAMES_AT_MOST)
            yield _webp_frame(file, kind, at + 8)
        if at + 8 + length > end:
            raise Refused("damaged")
        at += 8 + length + length % 2
    if not pictures:
        raise Refused("damaged")


def _webp_frame(file: BinaryIO, kind: bytes, at: int) -> Size:
    if kind == b"ANMF":
        return _number(file, at + 6, 3) + 1, _number(file, at + 9, 3) + 1
    if kind == b"VP8L":
        if _number(file, at, 1) != 0x2F:
            raise Refused("damaged")
        bits = _number(file, at + 1, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if _number(file, at + 3, 3) != 0x2A019D:
        raise Refused("damaged")
    return _number(file, at + 6, 2) & 0x3FFF, _number(file, at + 8, 2) & 0x3FFF


def _number(file: BinaryIO, at: int, length: int) -> int:
    """A little-endian number of `size` bytes."""
    file.seek(at)
    return int.from_bytes(_exactly(file, length), "little")


def _heic(file: BinaryIO) -> Iterator[Size]:
    """The sizes in meta → iprp → ipco → ispe: those of the tiles, and that of the picture made of them."""
    for meta in _boxes(file, (0, file.seek(0, 2)), b"meta"):
        for properties in _boxes(file, (meta[0] + 4, meta[1]), b"iprp"):
            for container in _boxes(file, properties, b"ipco"):
                for start, _end in _boxes(file, container, b"ispe"):
                    file.seek(start + 4)
                    yield struct.unpack(">II", file.read(8))


def _boxes(file: BinaryIO, where: tuple[int, int], wanted: bytes) -> Iterator[tuple[int, int]]:
    """Begin and end of the content of each box of the `wanted` kind between two positions of the file."""
    at, end = where
    for _ in range(_STEPS_AT_MOST):
        if at + 8 > end:
            return
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            header = 16
        length = length or end - at  # 0 means up to the end
        if length < header or at + length > end:
            return
        if kind == wanted:
            yield at + header, at + length
        at += length


def _exactly(file: BinaryIO, size: int) -> bytes:
    read = file.read(size)
    if len(read) != size:
        raise Refused("damaged")
    return read
