"""A ZIP of many files that is written while it is sent, so that memory holds only a few pieces of it."""

import re
import zipfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from ui import clock

PIECE = 1024 * 1024  # bytes read and written at once
AHEAD = 3  # files whose beginning is fetched while an earlier one is sent, so that S3 is not waited for each time
_NAME_LIMIT = 120  # characters; Windows opens paths of at most 260
_EXTENSION_LIMIT = 10
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


Content = Generator[bytes, None, None]


@dataclass(frozen=True)
class Member:
    """One file of an archive. Another thread starts to read `content` shortly before its turn."""

    name: str
    content: Content
    at: datetime


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """The ZIP, piece by piece.

    An exception of a member ends it without a directory, so that no program opens it: an archive that merely lacked a
    file would pass for a complete one.
    """
    out = _Pipe()
    with ExitStack() as cleaning, zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        for member, first in _begun_ahead(iter(members), cleaning):
            with closing(member.content), archive.open(_entry(member), "w") as file:
                for piece in chain([first], member.content):
                    file.write(piece)
                    yield from out.taken()
    yield from out.taken()


def safe_name(name: str) -> str:
    """A name under which every system can save the file; Windows is the strictest."""
    name = _FORBIDDEN.sub("_", name).strip(" .") or "файл"
    if name.split(".")[0].strip().upper() in _RESERVED:
        name = f"_{name}"
    stem, dot, extension = _parted(name)
    return f"{stem[: _NAME_LIMIT - len(extension)].rstrip(' .')}{dot}{extension}"


def whole(content: bytes) -> Content:
    """Bytes that are already in memory, as the content of a member."""
    yield content


class Names:
    """Gives each file of an archive a unique name: «план.pdf», «план (2).pdf»."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, wanted: str) -> str:
        """A unique path. Only the part after the last slash is made safe and numbered."""
        folder, slash, name = wanted.rpartition("/")
        return self.numbered(f"{folder}{slash}{safe_name(name)}")

    def numbered(self, path: str) -> str:
        """Like `of`, for a path that is already safe and must not be shortened."""
        folder, slash, name = path.rpartition("/")
        stem, dot, extension = _parted(name)
        n, chosen = 1, path
        while chosen.casefold() in self._given:  # Windows does not tell «План» from «план»
            n += 1
            chosen = f"{folder}{slash}{stem} ({n}){dot}{extension}"
        self._given.add(chosen.casefold())
        return chosen


def cell(value: object) -> str:
    """A value for a CSV that spreadsheets open: a text that looks like a formula is marked as text."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _parted(name: str) -> tuple[str, str, str]:
    """The name before the extension, the dot, and the extension."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot, extension) if stem.rstrip(" .") and len(extension) <= _EXTENSION_LIMIT else (name, "", "")


def _begun_ahead(members: Iterator[Member], cleaning: ExitStack) -> Iterator[tuple[Member, bytes]]:
    """Each member with its first piece, which was requested while earlier members were sent."""
    pool = cleaning.enter_context(ThreadPoolExecutor(AHEAD, thread_name_prefix="archive"))
    coming: deque[tuple[Member, Future[bytes]]] = deque()

    @cleaning.callback
    def forget() -> None:
        """Close the connections of members that were not reached."""
        for member, first in coming:
            if not first.cancel():
                wait([first])
            member.content.close()

    while True:
        for member in islice(members, AHEAD - len(coming)):
            coming.append((member, pool.submit(next, member.content, b"")))
        if not coming:
            return
        member, first = coming.popleft()
        yield member, first.result()


def _entry(member: Member) -> zipfile.ZipInfo:
    at = clock.local(member.at)
    # A ZIP counts years from 1980 in seven bits.
    year = min(max(at.year, 1980), 2107)
    entry = zipfile.ZipInfo(member.name, (year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_STORED  # PDF and pictures are compressed already
    return entry


class _Pipe:
    """A write-only file. `taken` gives what was written since the last call."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Does nothing, because nothing is buffered."""

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces
