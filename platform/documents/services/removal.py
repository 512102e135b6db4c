"""Removal of files that nobody filed, and of bytes that no row refers to."""

from datetime import datetime, timedelta

from tenancy.later import after_commit

from ..models import Document, Upload
from ..pictures import folder_of, owner_of
from ..storage import storage
from .uploads import cancel_upload

# The bytes of an upload are in S3 before its row is committed, so only older objects are certainly orphans.
ORPHAN_AGE = timedelta(days=1)
REMOVE_BYTES = "documents.remove_bytes"  # the task that removes the bytes of one file


def discard(document: Document) -> None:
    """Delete a file that was never published; its bytes are removed after the commit. Runs in the caller's transaction.

    The bytes do not wait for the nightly sweep: otherwise a person who adds and removes files again and again could
    fill the company's space, because removed files are not counted.
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
    """Remove uploads that nobody filed, and bytes without a row: files of deleted drafts, pictures of removed files.

    Returns how many objects of S3 had no row. Raises StorageUnavailable; the next sweep continues.
    """
    for upload in Upload.objects.filter(started_at__lt=now - ORPHAN_AGE):
        cancel_upload(upload)
    old = [key for key, modified in storage().listed() if modified < now - ORPHAN_AGE]
    known = {str(key) for rows in (Document, Upload) for key in rows.objects.values_list("key", flat=True)}
    orphans = [key for key in old if owner_of(key) not in known]
    for key in orphans:
        storage().remove(key)
    return len(orphans)
