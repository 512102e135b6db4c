"""Limits that are checked before any byte of a file is read."""

from accounts.models import User

from ..errors import FileIsEmpty, FileOfWrongType, FileTooLarge, NoSpaceLeft, TooManyUploads
from ..kinds import may_be_taken
from ..models import Upload
from ..policy import policy
from ..queries import used_bytes

UPLOADS_OF_A_PERSON = 60  # begun and not yet filed; a case takes at most 50 files


def refuse_early(name: str, size: int) -> None:
    """Check the name and the announced size. Raises FileRefused."""
    limits = policy()
    if size == 0:
        raise FileIsEmpty(name=name)
    if size > limits.max_file_size:
        raise FileTooLarge(name=name, size=size, limit=limits.max_file_size)
    if not may_be_taken(name):
        raise FileOfWrongType(name=name)
    if used_bytes() + size > limits.quota:
        raise NoSpaceLeft(name=name)


def refuse_hoarding(user: User) -> None:
    """Raises TooManyUploads for a person who uploads many files and files none of them."""
    if Upload.objects.of(user).count() >= UPLOADS_OF_A_PERSON:
        raise TooManyUploads(limit=UPLOADS_OF_A_PERSON)
