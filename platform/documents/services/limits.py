"""What is refused before a byte is looked at."""

from accounts.models import User

from ..errors import FileIsEmpty, FileOfWrongType, FileTooLarge, NoSpaceLeft, TooManyUploads
from ..kinds import may_be_taken
from ..models import Upload
from ..policy import policy
from ..queries import used_bytes

UPLOADS_OF_A_PERSON = 60  # begun and not filed: a case takes 50 files


def refuse_early(name: str, size: int) -> None:
    """By the name and the announced size alone. Raises FileRefused."""
    limits = policy()
    if size == 0:
        raise FileIsEmpty(name)
    if size > limits.max_file_size:
        raise FileTooLarge(name, size, limits.max_file_size)
    if not may_be_taken(name):
        raise FileOfWrongType(name)
    if used_bytes() + size > limits.quota:
        raise NoSpaceLeft(name)


def refuse_hoarding(user: User) -> None:
    """Raises TooManyUploads for somebody who sends and never files."""
    if Upload.objects.of(user).count() >= UPLOADS_OF_A_PERSON:
        raise TooManyUploads(UPLOADS_OF_A_PERSON)
