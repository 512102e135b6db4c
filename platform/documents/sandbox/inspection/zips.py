"""ZIP and what is made of it.

All that is inside is unpacked once, to nowhere, and counted: what an archive says of itself may be a lie.
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

ENTRIES_AT_MOST = 10_000  # with those of the archives inside
UNPACKED_AT_MOST = 1024 * 1024 * 1024  # bytes, with the archives inside
DEPTH_AT_MOST = 3  # a table inside a Word document inside an archive
RATIO_AT_MOST = 200  # of the unpacked to the packed; a table of a million equal rows has some 50
_INNOCENT = 20 * 1024 * 1024  # bytes: less than that is no bomb, whatever its ratio
_DIRECTORY_AT_MOST = 16 * 1024 * 1024  # bytes
_PIECE = 256 * 1024  # bytes
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x0041  # flags: encrypted, strongly encrypted
_IN_UTF8 = 0x0800
_AES = 99
_UNICODE_NAME = 0x7075
# Written outside of the folder, shown backwards, or not what they seem.
_BAD_NAME = re.compile(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]|^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[^/\\]{256}")


def inspect(file: BinaryIO) -> Found:
    """Raises Refused."""
    return inspect_archive(file, Budget(packed=file.seek(0, 2)), depth=1)


def ends_as_zip(file: BinaryIO) -> bool:
    """Whoever unpacks looks at the end of a file only: so one file can be two."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return 0 <= at <= len(tail) - _END.size and at + _END.size + _END.unpack_from(tail, at)[-1] == len(tail)


class Budget:
    """What an archive may still take, together with the archives in it."""

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
    """`depth` 1 is the file itself, 2 a file inside. Raises Refused."""
    if depth > DEPTH_AT_MOST:
        raise Refused("archive_too_deep")
    archive = _Archive(file, budget)
    kind = office.kind_of(archive)
    has_macros = office.has_macros(archive.names)
    for name in archive.names:
        has_macros |= _look_inside(archive, name, budget, is_office=kind in office.KINDS, depth=depth)
    return Found(kind, has_macros)


def _look_inside(archive: "_Archive", name: str, budget: Budget, *, is_office: bool, depth: int) -> bool:
    """Unpack one entry to nowhere, an archive to be looked at. Returns whether it brings macros along."""
    pieces = archive.unpack(name)
    beginning = next(pieces, b"")
    if beginning.startswith(b"PK\x03\x04"):
        with tempfile.TemporaryFile() as inner:
            inner.writelines(chain([beginning], pieces))
            return inspect_archive(inner, budget, depth=depth + 1).has_macros
    watcher = Watcher() if is_office and name.lower().endswith((".xml", ".rels", ".vml")) else None
    for piece in chain([beginning], pieces):
        if watcher and not watcher.root:  # a document type can only stand before the root
            try:
                watcher.feed(piece)
            except expat.ExpatError:
                watcher = None
    return False


class _Archive:
    """One archive whose directory and entries agree with each other. Raises Refused."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._starts: dict[str, int] = {}  # where the packed bytes begin
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._open()

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def part(self, name: str, *, limit: int = 1024 * 1024) -> bytes:
        """A small entry; empty if there is none."""
        if name not in self._entries or self._entries[name].file_size > limit:
            return b""
        return b"".join(self.unpack(name))

    def unpack(self, name: str) -> Iterator[bytes]:
        entry = self._entries[name]
        at, left, size, checksum = self._starts[name], entry.compress_size, 0, 0
        inflate = _stored if entry.compress_type == zipfile.ZIP_STORED else _Inflater()
        while left:
            self._file.seek(at)  # somebody else may read another entry meanwhile
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
                raise Refused("two_kinds" if end == 0 else "damaged")  # something before it; entries that overlap
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
        """The entry's own header must name what the directory names: two readers must not see two files."""
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise Refused("damaged")
        *_rest, name_length, extra_length = _LOCAL.unpack(header)
        encoding = "utf-8" if entry.flag_bits & _IN_UTF8 else "cp437"
        if self._file.read(name_length) != entry.orig_filename.encode(encoding):
            raise Refused("damaged")
        return entry.header_offset + _LOCAL.size + name_length + extra_length


def _check(entry: zipfile.ZipInfo) -> None:
    """What the directory says of an entry is enough to refuse it."""
    if entry.flag_bits & _ENCRYPTED or entry.compress_type == _AES:
        raise Refused("protected")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("archive_method")
    names = [entry.orig_filename, *_other_names(entry.extra)]
    if any(_BAD_NAME.search(name) for name in names) or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("archive_names")


def _other_names(extra: bytes) -> Iterator[str]:
    """The name in Unicode that some programs prefer to the name itself (Info-ZIP's field «up»)."""
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
    """Gives what was packed in pieces of bounded size, however little it was packed into."""

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
