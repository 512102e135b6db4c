"""Stamps of steps that are up to date: each keeps the hash of what the step was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


class Stamp:
    def __init__(self, path: Path, sources: Iterable[Path], *words: str) -> None:
        self.path = path
        self.now = _digest(sources, words)

    @property
    def is_fresh(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.now

    def renew(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.now)


def _digest(sources: Iterable[Path], words: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(sources):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
