"""Files that are ours already: handed over, given out, read."""

from collections.abc import Collection, Generator
from datetime import datetime

from tenancy.errors import StorageUnavailable

from ..models import Document
from ..release import refuse_unfit
from ..storage import storage


def place(documents: Collection[int], *, now: datetime) -> None:
    """Hand files over: from now on they cannot be changed or deleted. Raises FileInfected, FileLost."""
    refuse_unfit(documents)
    Document.objects.filter(pk__in=documents, placed_at__isnull=True).update(placed_at=now)


def link(document: Document) -> str:
    """A link to the bytes, valid for a minute. The caller has checked the right and written the audit."""
    return storage().link(str(document.key), file_name=document.file_name, content_type=document.content_type)


def chunks(document: Document) -> Generator[bytes, None, None]:
    """The bytes, piece by piece. Raises StorageUnavailable, also half-way."""
    return storage().chunks(str(document.key), expected=document.size)


def can_be_read() -> None:
    """Before a long answer begins. Raises StorageUnavailable."""
    if not storage().answers():
        raise StorageUnavailable
