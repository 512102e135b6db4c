"""What nobody filed does not stay."""

from datetime import datetime, timedelta

from tenancy.later import after_commit

from ..models import Document, Upload
from ..pictures import folder_of, owner_of
from ..storage import storage
from .uploads import cancel_upload

# An upload in progress has its bytes in S3 before its row: only what is older than this is surely an orphan.
ORPHAN_AGE = timedelta(days=1)
REMOVE_BYTES = "documents.remove_bytes"  # the task


def discard(document: Document) -> None:
    """Forget a file that was never placed; its bytes go after the commit. Inside the caller's transaction.

    They do not wait for the sweep: whoever adds and takes away would fill the company's space with what nobody counts.
    """
    key = str(document.key)
    document.delete()
    after_commit(REMOVE_BYTES, key)


def remove_unknown(key: str) -> None:
    """Remove the bytes of a file, and its pictures, if no row knows it. Raises StorageUnavailable."""
    if any(rows.objects.filter(key=key).exists() for rows in (Document, Upload)):
        return
    storage().remove(key)
    for picture, _modified in storage().listed(folder_of(key)):
        storage().remove(picture)


def sweep_orphans(*, now: datetime) -> int:
    """Remove what nobody filed, and bytes that no row knows: files of deleted drafts, pictures of gone files.

    Returns how many objects of S3 were nobody's. Raises StorageUnavailable: the next sweep goes on.
    """
    for upload in Upload.objects.filter(started_at__lt=now - ORPHAN_AGE):
        cancel_upload(upload)
    old = [key for key, modified in storage().listed() if modified < now - ORPHAN_AGE]
    known = {str(key) for rows in (Document, Upload) for key in rows.objects.values_list("key", flat=True)}
    orphans = [key for key in old if owner_of(key) not in known]
    for key in orphans:
        storage().remove(key)
    return len(orphans)
