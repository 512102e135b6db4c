"""What a file really is, asked of a child process: a parser that a hostile file breaks takes nothing down with it."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from . import errors
from .kinds import KINDS, Kind, kind_by_name
from .names import with_extension
from .sandbox import ChildFailed, Limits, run

log = logging.getLogger(__name__)

_SCRIPT = Path(__file__).with_name("inspection") / "__main__.py"
_MEGABYTE = 1024 * 1024
# Unpacking a gigabyte takes some 4 s; an archive inside an archive is written down while it is looked at.
_LIMITS = Limits(seconds=10, patience=30, memory=256 * _MEGABYTE, written=1024 * _MEGABYTE, files=24)
# No more children at once than there is work for: the others wait. Each holds one of the web server's threads meanwhile
# (a worker has 16), and a hostile file takes ten seconds: so not all of them may.
_TURNS = BoundedSemaphore(os.cpu_count() or 1)
ROOM = BoundedSemaphore(10)  # files looked at or waiting, in one process

# By what the child says.
REFUSALS: dict[str, type[errors.FileRefused]] = {
    "protected": errors.FileProtected,
    "damaged": errors.FileDamaged,
    "two_kinds": errors.FileOfTwoKinds,
    "too_complex": errors.FileTooComplex,
    "too_many_pixels": errors.PictureTooLarge,
    "has_doctype": errors.FileWithDoctype,
    "signature_too_large": errors.SignatureTooLarge,
    "archive_empty": errors.ArchiveEmpty,
    "archive_names": errors.ArchiveWithBadNames,
    "archive_method": errors.ArchiveOfUnknownMethod,
    "archive_too_deep": errors.ArchiveTooDeep,
    "archive_too_large": errors.ArchiveTooLarge,
    "archive_of_too_many": errors.ArchiveOfTooMany,
}


@dataclass(frozen=True)
class Finding:
    """A file that may be taken: by the names of the document's fields."""

    file_name: str
    content_type: str
    has_macros: bool


def inspect(content: IO[bytes], *, name: str) -> Finding:
    """Look at a file that is on disk and is called `name`. Raises FileRefused; TooManyAtOnce, to be asked again."""
    answer = _asked(content, name=name)
    if refused := answer.pop("refused", ""):
        raise REFUSALS[refused](name, **answer)
    named, found = kind_by_name(name), KINDS.get(answer["kind"])
    if named is None:
        raise errors.FileOfWrongType(name)
    if found is None:
        raise errors.FileDamaged(name)
    if found is not named:
        name = _renamed(name, named, found)
    return Finding(name, found.content_type, answer["has_macros"])


def _asked(content: IO[bytes], *, name: str) -> dict[str, Any]:
    if not ROOM.acquire(blocking=False):
        raise errors.TooManyAtOnce(name)
    try:
        with _TURNS:
            answer: dict[str, Any] = json.loads(run([_SCRIPT], input=content, limits=_LIMITS))
    except (ChildFailed, ValueError) as error:
        log.warning("a file could not be inspected: %s", error)
        raise errors.FileTooComplex(name) from error
    finally:
        ROOM.release()
    return answer


def _renamed(name: str, named: Kind, found: Kind) -> str:
    """The name with the ending that the content has, where that is put right by itself. Raises FileRefused."""
    if not found.extensions:
        raise errors.FileOfForbiddenKind(name, found.words)
    right = with_extension(name, found.extensions[0])
    if not found.family or found.family != named.family:
        raise errors.FileMisnamed(name, found.words, right)
    return right
