"""Asks a child process what a file really is, so that a hostile file can break only the child."""

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
# Unpacking a gigabyte takes some 4 s. An archive inside an archive is written to a temporary file for its inspection.
_LIMITS = Limits(seconds=10, patience=30, memory=512 * _MEGABYTE, written=1024 * _MEGABYTE, files=24)
# At most one child per core. Whoever waits holds one of the 16 threads of a web worker, and a hostile file takes ten
# seconds, so at most 10 files are inspected or wait: 6 threads stay free for pages.
_TURNS = BoundedSemaphore(os.cpu_count() or 1)
ROOM = BoundedSemaphore(10)

# The refusals by the code that the child answers with.
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
    """What is known of an accepted file. The names are those of the document's fields."""

    file_name: str
    content_type: str
    has_macros: bool


def inspect(content: IO[bytes], *, name: str) -> Finding:
    """Inspect a file on disk that is called `name`. Raises FileRefused; TooManyAtOnce if it should be tried later."""
    answer = _asked(content, name=name)
    named = kind_by_name(name)
    if refused := answer.pop("refused", ""):
        raise REFUSALS[refused](name=name, **answer)
    found = KINDS.get(answer["kind"])
    if named is None and extension_of(name):
        raise errors.FileOfWrongType(name=name)
    if found is None:
        raise errors.FileDamaged(name=name) if named else errors.FileOfWrongType(name=name)
    if not found.extensions:
        raise errors.FileOfForbiddenKind(name=name, kind=found.words)
    if named is not None and named is not found:
        _refuse_misnamed(name, named, found)
    return Finding(right_name(name, found), found.content_type, answer["has_macros"])


def _asked(content: IO[bytes], *, name: str) -> dict[str, Any]:
    if not ROOM.acquire(blocking=False):
        raise errors.TooManyAtOnce(name=name)
    try:
        with _TURNS:
            answer: dict[str, Any] = json.loads(run([_SCRIPT], input=content, limits=_LIMITS))
    except (ChildFailed, ValueError) as error:
        log.warning("a file could not be inspected: %s", error)
        raise errors.FileTooComplex(name=name) from error
    finally:
        ROOM.release()
    return answer


def _refuse_misnamed(name: str, named: Kind, found: Kind) -> None:
    """Raises FileRefused, unless both kinds are of one family: there the extension is corrected silently."""
    if found is KINDS["txt"]:  # nearly any bytes pass for text, so it is rather a damaged file of the named kind
        raise errors.FileDamaged(name=name)
    if not found.family or found.family != named.family:
        raise errors.FileMisnamed(name=name, kind=found.words, right_name=right_name(name, found))
