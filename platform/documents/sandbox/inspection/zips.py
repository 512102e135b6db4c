"""ZIP archives and formats based on ZIP.

Every entry is unpacked once, counted and discarded, because an archive may state false sizes.
"""

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO
from xml.parsers import expat

from . import office
from .outcome import Found, Refused
from .texts import Watcher

ENTRIES_AT_MOST = 10_000  # including those of inner archives
UNPACKED_AT_MOST = 1024 * 1024 * 1024  # bytes, including inner archives
DEPTH_AT_MOST = 3  # a table inside a Word document inside an archive
RATIO_AT_MOST = 200  # unpacked size to packed size; a table of a million equal rows has some 50
_INNOCENT = 20 * 1024 * 1024  # bytes; an archive that unpacks into less is no bomb, whatever its ratio
_DIRECTORY_AT_MOST = 16 * 1024 * 1024  # bytes
_PIECE = 256 * 1024  # bytes
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x0041  # flags: encrypted, strongly encrypted
_IN_UTF8 = 0x0800
_AES = 99
_UNICODE_NAME = 0x7075
# Names that would be written outside of the folder, are displayed backwards, or are not what they seem.
_BAD_NAME = re.compile(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]|^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[^/\\]{256}")


def inspect(file: BinaryIO) -> Found:
    """Inspect an archive with everything in it. Raises Refused."""
    return inspect_archive(file, Budget(packed=file.seek(0, 2)), depth=1)


def ends_as_zip(file: BinaryIO) -> bool:
    """Whether the end of the file is that of an archive. Programs read only that end, so one file can be two files."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return 0 <= at <= len(tail) - _END.size and at + _END.size + _END.unpack_from(tail, at)[-1] == len(tail)


class Budget:
    """What an archive and its inner archives may still use of the limits."""

    def __init__(self, *, packed: int) -> None:
        self._packed = packed
        self._unpacked = 0
        self._entries = 0

    def enter(self, entries: int) -> None:
        self._entries += entries
        if self._entries > ENTRIES_AT_MOST:
            raise Refused("archive_of_too_many", limit=ENTRIES_AT_MOST)

    def unpack(self, size: int) -> None:
        self._unpacked += size
        is_out_of_ratio = self._unpacked > max(_INNOCENT, self._packed * RATIO_AT_MOST)
        if is_out_of_ratio or self._unpacked > UNPACKED_AT_MOST:
            raise Refused("archive_too_large")


def inspect_archive(file: BinaryIO, budget: "Budget", *, depth: int) -> Found:
    """Inspect an archive; `depth` 1 is the file itself, 2 a file inside it. Raises Refused."""
    if depth > DEPTH_AT_MOST:
        raise Refused("archive_too_deep")
    archive = _Archive(file, budget)
    kind = office.kind_of(archive)
    has_macros = office.has_macros(archive.names)
    for name in archive.names:
        has_macros |= _look_inside(archive, name, budget, is_office=kind in office.KINDS, depth=depth)
    return Found(kind, has_macros)


def _look_inside(archive: "_Archive", name: str, budget: Budget, *, is_office: bool, depth: int) -> bool:
    """Unpack one entry, discard it, and inspect it if it is an archive. Returns whether it has macros."""
    pieces = archive.unpack(name)
    beginning = next(pieces, b"")
    if beginning.startswith(b"PK\x03\x04"):
        with tempfile.TemporaryFile() as inner:
            inner.writelines(chain([beginning], pieces))
            return inspect_archive(inner, budget, depth=depth + 1).has_macros
    watcher = Watcher() if is_office and name.lower().endswith((".xml", ".rels", ".vml")) else None
    for piece in chain([beginning], pieces):
        if watcher and not watcher.root:  # a document type is only allowed before the root element
            try:
                watcher.feed(piece)
            except expat.ExpatError:
                watcher = None
    return False


class _Archive:
    """One archive. Raises Refused if its directory and its entries do not agree."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._starts: dict[str, int] = {}  # positions of the packed bytes
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._open()

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def part(self, name: str, *, limit: int = 1024 * 1024) -> bytes:
        """The bytes of a small entry; empty if there is none."""
        if name not in self._entries or self._entries[name].file_size > limit:
            return b""
        return b"".join(self.unpack(name))

    def unpack(self, name: str) -> Iterator[bytes]:
        entry = self._entries[name]
        at, left, size, checksum = self._starts[name], entry.compress_size, 0, 0
        inflate = _stored if entry.compress_type == zipfile.ZIP_STORED else _Inflater()
        while left:
            self._file.seek(at)  # another entry may have been read meanwhile
            packed = self._file.read(min(_PIECE, left))
            at, left = at + len(packed), left - len(packed)
            for piece in inflate(packed):
                size, checksum = size + len(piece), zlib.crc32(piece, checksum)
                self._budget.unpack(len(piece))
                yield piece
        if (size, checksum) != (entry.file_size, entry.CRC):
            raise Refused("damaged")

    def _open(self) -> None:
        directory = self._directory()
        self._budget.enter(len(directory.filelist))
        if not directory.filelist:
            raise Refused("archive_empty")
        end = 0
        for entry in sorted(directory.filelist, key=lambda entry: entry.header_offset):
            if entry.header_offset < end or (end == 0 and entry.header_offset):
                raise Refused(
                    "two_kinds" if end == 0 else "damaged"
                )  # bytes before the first entry, or entries that overlap
            _check(entry)
            start = self._start_of(entry)
            end = start + entry.compress_size
            if entry.filename in self._entries:
                raise Refused("archive_names")
            self._entries[entry.filename], self._starts[entry.filename] = entry, start
        if end > directory.start_dir:
            raise Refused("damaged")

    def _directory(self) -> zipfile.ZipFile:
        size = self._file.seek(0, 2)
        if not ends_as_zip(self._file):
            raise Refused("damaged")
        self._file.seek(max(0, size - _END.size - 0xFFFF))
        tail = self._file.read()
        directory_size = _END.unpack_from(tail, tail.rfind(b"PK\x05\x06"))[5]
        if _DIRECTORY_AT_MOST < directory_size < 0xFFFFFFFF:
            raise Refused("archive_of_too_many", limit=ENTRIES_AT_MOST)
        try:
            return zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
            raise Refused("damaged") from None

    def _start_of(self, entry: zipfile.ZipInfo) -> int:
        """The position of the entry's own header, which must give the same name as the directory.

        Otherwise two programs would see two different files.
        """
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise Refused("damaged")
        *_rest, name_length, extra_length = _LOCAL.unpack(header)
        encoding = "utf-8" if entry.flag_bits & _IN_UTF8 else "cp437"
        if self._file.read(name_length) != entry.orig_filename.encode(encoding):
            raise Refused("damaged")
        return entry.header_offset + _LOCAL.size + int(name_length) + int(extra_length)


def _check(entry: zipfile.ZipInfo) -> None:
    """Check what the directory states about an entry. Raises Refused."""
    if entry.flag_bits & _ENCRYPTED or entry.compress_type == _AES:
        raise Refused("protected")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("archive_method")
    names = [entry.orig_filename, *_other_names(entry.extra)]
    if any(_BAD_NAME.search(name) for name in names) or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("archive_names")


def _other_names(extra: bytes) -> Iterator[str]:
    """Unicode names that some programs prefer to the entry's own name (Info-ZIP's extra field «up»)."""
    while len(extra) >= 4:
        field, length = struct.unpack_from("<HH", extra)
        if field == _UNICODE_NAME:
            yield extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]


def _stored(packed: bytes) -> Iterator[bytes]:
    if not packed:
        raise Refused("damaged")
    yield packed


class _Inflater:
    """Unpacks in pieces of bounded size, however strongly the data is compressed."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(-zlib.MAX_WBITS)

    def __call__(self, packed: bytes) -> Iterator[bytes]:
        if not packed:  # the file ends in the middle of an entry
            raise Refused("damaged")
        try:
            while piece := self._stream.decompress(packed, _PIECE):
                yield piece
                packed = self._stream.unconsumed_tail
        except zlib.error:
            raise Refused("damaged") from None
