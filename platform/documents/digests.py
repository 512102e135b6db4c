"""Three hashes of a file in one read: SHA-256 for everybody, both Streebogs (ГОСТ Р 34.11-2012) for signatures."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Protocol

from gost import streebog

PIECE = 1024 * 1024  # bytes read at once


# The libraries release the interpreter's lock while they count, so three hashes take the time of the slowest one.
_AT_WORK = ThreadPoolExecutor(max_workers=6, thread_name_prefix="hashing")


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


class Digests:
    """Hashes of bytes that come piece by piece. The caller reads the next piece while this one is hashed."""

    def __init__(self) -> None:
        self._hashes: dict[str, _Hash] = {
            "sha256": hashlib.sha256(),
            "streebog256": streebog.new(256),
            "streebog512": streebog.new(512),
        }
        self._started: list[Future[None]] = []
        self.size = 0  # bytes seen

    def update(self, piece: bytes) -> None:
        self._settle()
        self._started = [_AT_WORK.submit(known.update, piece) for known in self._hashes.values()]
        self.size += len(piece)

    def named(self) -> dict[str, str]:
        """The hashes in lower-case hexadecimal, keyed by the names of the document's fields."""
        self._settle()
        return {name: known.hexdigest() for name, known in self._hashes.items()}

    def _settle(self) -> None:
        """Wait until the last piece is hashed, because a hash takes its pieces in order."""
        for started in self._started:
            started.result()


def digests_of(content: IO[bytes]) -> Digests:
    """The hashes of a whole file, read from its beginning."""
    digests = Digests()
    content.seek(0)
    while piece := content.read(PIECE):
        digests.update(piece)
    return digests
