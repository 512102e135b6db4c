"""What a file really is, asked of a child process: a parser that a hostile file breaks takes nothing down with it."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from .. import errors
from ..kinds import KINDS, Kind, kind_by_name, right_name
from ..names import extension_of
from .child import ChildFailed, Limits, run

log = logging.getLogger(__name__)

_SCRIPT = Path(__file__).with_name("inspection") / "__main__.py"
_MEGABYTE = 1024 * 1024
# Unpacking a gigabyte takes some 4 s; an archive inside an archive is written down while it is looked at.
_LIMITS = Limits(seconds=10, patience=30, memory=512 * _MEGABYTE, written=1024 * _MEGABYTE, files=24)
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
    "too_many_frames": errors.PictureOfTooMany,
    "carries_program": errors.FileWithProgram,
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
    named = kind_by_name(name)
    if refused := answer.pop("refused", ""):
        raise REFUSALS[refused](name, **answer)
    found = KINDS.get(answer["kind"])
    if named is None and extension_of(name):
        raise errors.FileOfWrongType(name)
    if found is None:
        raise errors.FileDamaged(name) if named else errors.FileOfWrongType(name)
    if not found.extensions:
        raise errors.FileOfForbiddenKind(name, found.words)
    if named is not None and named is not found:
        _refuse_misnamed(name, named, found)
    return Finding(right_name(name, found), found.content_type, answer["has_macros"])


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


def _refuse_misnamed(name: str, named: Kind, found: Kind) -> None:
    """Within a family the ending is put right without a word. Raises FileRefused for everything else."""
    if found is KINDS["txt"]:  # nearly any bytes are a text: rather a broken file of the kind that its name says
        raise errors.FileDamaged(name)
    if not found.family or found.family != named.family:
        raise errors.FileMisnamed(name, found.words, right_name(name, found))
