"""Many files as one ZIP, written while it is sent: no more of it is in memory than a few pieces."""

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

PIECE = 1024 * 1024  # bytes read at once, and written
AHEAD = 3  # files whose beginning is fetched while an earlier one is sent: the distance to S3 is waited for once
_NAME_LIMIT = 120  # characters of a name: Windows opens paths of 260 in all
_EXTENSION_LIMIT = 10
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


Content = Generator[bytes, None, None]


@dataclass(frozen=True)
class Member:
    """One file of an archive. `content` is begun shortly before its turn, in another thread."""

    name: str
    content: Content
    at: datetime


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """The ZIP, piece by piece. What a member raises breaks it off: a cut archive opens nowhere, a short one would."""
    out = _Pipe()
    with ExitStack() as cleaning, zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        for member, first in _begun_ahead(iter(members), cleaning):
            with closing(member.content), archive.open(_entry(member), "w") as file:
                for piece in chain([first], member.content):
                    file.write(piece)
                    yield from out.taken()
    yield from out.taken()


def safe_name(name: str) -> str:
    """A file's name that every system can write down: Windows is the strictest."""
    name = _FORBIDDEN.sub("_", name).strip(" .") or "файл"
    if name.split(".")[0].strip().upper() in _RESERVED:
        name = f"_{name}"
    stem, dot, extension = _parted(name)
    return f"{stem[: _NAME_LIMIT - len(extension)].rstrip(' .')}{dot}{extension}"


def whole(content: bytes) -> Content:
    """What is in memory already, as the content of a member."""
    yield content


class Names:
    """Gives each file of an archive a name of its own: «план.pdf», «план (2).pdf»."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, wanted: str) -> str:
        """A path with slashes; only its last part is made safe and numbered."""
        folder, slash, name = wanted.rpartition("/")
        return self.numbered(f"{folder}{slash}{safe_name(name)}")

    def numbered(self, path: str) -> str:
        """As `of`, of what is safe already and may not be cut."""
        folder, slash, name = path.rpartition("/")
        stem, dot, extension = _parted(name)
        n, chosen = 1, path
        while chosen.casefold() in self._given:  # for Windows «План» is «план»
            n += 1
            chosen = f"{folder}{slash}{stem} ({n}){dot}{extension}"
        self._given.add(chosen.casefold())
        return chosen


def cell(value: object) -> str:
    """For a CSV that is opened by a spreadsheet: a text that looks like a formula stays a text."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _parted(name: str) -> tuple[str, str, str]:
    """What stands before the extension, the dot, the extension."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot, extension) if stem.rstrip(" .") and len(extension) <= _EXTENSION_LIMIT else (name, "", "")


def _begun_ahead(members: Iterator[Member], cleaning: ExitStack) -> Iterator[tuple[Member, bytes]]:
    """Each member with its first piece, which was asked for some members ago."""
    pool = cleaning.enter_context(ThreadPoolExecutor(AHEAD, thread_name_prefix="archive"))
    coming: deque[tuple[Member, Future[bytes]]] = deque()

    @cleaning.callback
    def forget() -> None:
        """Whoever leaves early leaves no connection behind."""
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
    # A ZIP counts its years from 1980 and has seven bits for them.
    year = min(max(at.year, 1980), 2107)
    entry = zipfile.ZipInfo(member.name, (year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_STORED  # PDF and pictures are packed already
    return entry


class _Pipe:
    """A file that is only written to: what came in since the last look goes out."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces
