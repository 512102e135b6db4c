"""Publishing stored files to the other side, linking to them and reading them."""

from collections.abc import Collection, Generator
from datetime import datetime

from tenancy.errors import StorageUnavailable

from ..models import Document
from ..release import refuse_unfit
from ..storage import storage


def publish(documents: Collection[int], *, now: datetime) -> None:
    """Publish files: from now on they cannot be changed or deleted. Raises FileInfected, FileLost."""
    refuse_unfit(documents)
    Document.objects.filter(pk__in=documents, placed_at__isnull=True).update(placed_at=now)


def link(document: Document) -> str:
    """A link to the bytes that is valid for a minute. The caller has checked the right and written the audit record."""
    return storage().link(str(document.key), file_name=document.file_name, content_type=document.content_type)


def chunks(document: Document) -> Generator[bytes, None, None]:
    """The bytes, piece by piece. Raises StorageUnavailable, possibly after the first pieces."""
    return storage().chunks(str(document.key), expected=document.size)


def can_be_read() -> None:
    """Check that S3 answers before a long response begins. Raises StorageUnavailable."""
    if not storage().answers():
        raise StorageUnavailable
