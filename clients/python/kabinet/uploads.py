"""A file in parts, which goes on after a cut: the cabinet says which parts it has already."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from .cabinet import Cabinet
from .errors import KabinetError, Problem

PIECE = 1024 * 1024
TRIES = 3  # of an upload that the storage has lost
BEGIN_ANEW = {"upload_lost", "upload_gone", "parts_missing", "not_found"}
Progress = Callable[[str, int, int], None]  # name, bytes that are there, bytes of all


class FileChanged(KabinetError):
    pass


def digest(path: Path) -> str:
    """SHA-256 of a file that may not fit into memory. Raises KabinetError for what is no readable file."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                found.update(piece)
    except OSError as error:
        raise KabinetError(f"Файл «{path}» не прочитать: {_reason(error)}.") from error
    return found.hexdigest()


def upload(cabinet: Cabinet, path: Path, *, told: Progress = lambda name, there, size: None) -> str:
    """Send a file and return the key of its upload. Called again after a cut, it sends only the parts that are missing.

    Raises Problem, NoConnection, FileChanged.
    """
    sha256 = digest(path)
    for _ in range(TRIES - 1):
        try:
            return _sent(cabinet, path, sha256, told)
        except Problem as problem:
            if problem.code not in BEGIN_ANEW:
                raise
    return _sent(cabinet, path, sha256, told)


def _sent(cabinet: Cabinet, path: Path, sha256: str, told: Progress) -> str:
    size = path.stat().st_size
    # The same content under another name is another upload.
    fingerprint = hashlib.sha256(f"{sha256} {path.name}".encode()).hexdigest()
    begun = cabinet.begin_upload(name=path.name, size=size, fingerprint=fingerprint)
    there = set(begun["parts"])
    length, parts = begun["chunk_size"], -(-size // begun["chunk_size"])
    with path.open("rb") as source:
        for number in range(1, parts + 1):
            if number not in there:
                source.seek((number - 1) * length)
                content = source.read(min(length, size - (number - 1) * length))
                if len(content) != min(length, size - (number - 1) * length):
                    raise FileChanged(f"Файл «{path.name}» изменился, пока передавался. Повторите команду.")
                cabinet.send_part(begun["key"], number, content)
                there.add(number)
            told(path.name, sum(min(length, size - (one - 1) * length) for one in there), size)
    finished = cabinet.finish_upload(begun["key"])
    if finished["sha256"] != sha256:
        raise FileChanged(f"Файл «{path.name}» изменился, пока передавался. Повторите команду.")
    return begun["key"]


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "такого файла нет"
    if isinstance(error, IsADirectoryError):
        return "это папка"
    if isinstance(error, PermissionError):
        return "нет прав на чтение"
    return error.strerror or "ошибка чтения"
