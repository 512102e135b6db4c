"""The place up to which changes were taken, in a file: whoever is cut takes them again rather than skips any."""

import os
from collections.abc import Iterator
from pathlib import Path

from . import shapes
from .cabinet import Cabinet
from .errors import KabinetError

LONGEST = 1000  # bytes of a cursor


def read(path: Path) -> str:
    """Empty if there is none yet."""
    try:
        kept = path.read_bytes()[: LONGEST + 1]
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise KabinetError(f"Файл курсора «{path}» не прочитать: {error.strerror}.") from error
    cursor = kept.strip()
    if len(kept) > LONGEST or not cursor.isascii() or any(byte <= 32 for byte in cursor):
        raise KabinetError(f"Файл «{path}» — не курсор. Назовите другой файл в --cursor или удалите этот.")
    return cursor.decode("ascii")


def write(path: Path, cursor: str) -> None:
    """Whole or not at all, also if the computer is switched off in the middle."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with written.open("w", encoding="ascii") as file:
            file.write(cursor + "\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except OSError as error:
        raise KabinetError(f"Файл курсора «{path}» не записать: {error.strerror}.") from error


def following(cabinet: Cabinet, cursor: str) -> Iterator[tuple[list[shapes.ChangeShape], str]]:
    """Pages of what has changed up to now, each with the cursor to keep once it has been dealt with."""
    while True:
        page = cabinet.changes(cursor=cursor)
        cursor = page["next"]
        yield page["items"], cursor
        if not page["has_more"]:
            return
