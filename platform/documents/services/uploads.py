"""Uploads of large files in parts, so that a broken connection costs one part and not the whole file."""

import tempfile
import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from telemetry import metrics
from tenancy import due

from ..digests import PIECE, Digests
from ..errors import FileRefused, PartOfWrongSize, PartsMissing, UploadGone, UploadLost
from ..models import Document, Upload
from ..names import clean_name
from ..processing import PROCESS
from ..sandbox.inspector import inspect
from ..storage import UploadForgotten, storage
from .limits import refuse_early, refuse_hoarding


def begin_upload(*, name: str, size: int, purpose: str, fingerprint: str, by: User, now: datetime) -> Upload:
    """Begin an upload in parts, or continue the one that this person began for the same file and the same place.

    Raises FileRefused if name or size are not acceptable, TooManyUploads, StorageUnavailable.
    """
    name = clean_name(name)
    begun = Upload.objects.of(by).filter(purpose=purpose, fingerprint=fingerprint, size=size, document=None)
    if earlier := begun.order_by("pk").last():
        return earlier
    refuse_early(name, size)
    refuse_hoarding(by)
    upload = Upload(
        file_name=name,
        size=size,
        chunk_size=settings.CHUNK_SIZE,
        purpose=purpose,
        fingerprint=fingerprint,
        by=by,
        started_at=now,
    )
    upload.s3_id = storage().begin(str(upload.key))
    upload.save()
    return upload


def put_part(upload: Upload, number: int, content: bytes) -> None:
    """Take one part. Parts are numbered from 1 and come in any order; a part sent again replaces the former one.

    Raises PartOfWrongSize, UploadLost (the upload must start again), UploadGone, StorageUnavailable.
    """
    if upload.document_id:  # a late repetition, the file is already complete
        return
    expected = upload.length_of(number)
    if not expected or len(content) != expected:
        raise PartOfWrongSize
    try:
        etag = storage().put_part(str(upload.key), upload.s3_id, number, content)
    except UploadForgotten:
        _must_be_whole(upload)
        return
    with transaction.atomic():
        kept = _locked(upload)
        kept.parts[str(number)] = etag
        kept.save(update_fields=["parts"])


def hold_upload(file: "UploadedFile[Any]", *, purpose: str, by: User, now: datetime) -> Upload:
    """A file that came whole with a form waits as one that a page has sent in parts: a refused form does not lose it.

    Raises FileRefused, TooManyUploads, StorageUnavailable.
    """
    fingerprint = uuid.uuid4().hex
    upload = begin_upload(
        name=file.name or "", size=file.size or 0, purpose=purpose, fingerprint=fingerprint, by=by, now=now
    )
    for number in range(1, upload.parts_count + 1):
        put_part(upload, number, file.read(upload.length_of(number)))
    upload.refresh_from_db()
    finish_upload(upload, now=now)
    return Upload.objects.select_related("document").get(pk=upload.pk)


def finish_upload(upload: Upload, *, now: datetime) -> Document:
    """Make a document of the parts: read the stored bytes back once, hash and inspect them.

    A second call returns the same document. Raises PartsMissing, UploadLost, UploadGone, TooManyAtOnce,
    StorageUnavailable, and FileRefused, which removes the upload.
    """
    if upload.document:
        return upload.document
    if len(upload.parts) < upload.parts_count:
        raise PartsMissing(name=upload.file_name)
    try:
        storage().complete(str(upload.key), upload.s3_id, {int(n): etag for n, etag in upload.parts.items()})
    except UploadForgotten:  # an earlier request completed it and died before its row, or is still running
        _must_be_whole(upload)
    try:
        document = _examined(upload, now=now)
    except FileRefused as refusal:
        metrics.uploads.labels(refusal.code).inc()
        cancel_upload(upload)
        raise
    metrics.uploads.labels("taken").inc()
    return _attached(upload, document)


def cancel_upload(upload: Upload) -> None:
    """Remove an upload completely, unless it has been filed meanwhile. Raises StorageUnavailable; may be repeated."""
    storage().abort(str(upload.key), upload.s3_id)
    with transaction.atomic():
        try:
            kept = _locked(upload)
        except UploadGone:
            return
        document = kept.document
        kept.delete()
        if document:
            document.delete()
    storage().remove(str(upload.key))


def _examined(upload: Upload, *, now: datetime) -> Document:
    digests = Digests()
    with tempfile.TemporaryFile() as content:
        for piece in storage().chunks(str(upload.key), PIECE, expected=upload.size):
            digests.update(piece)
            content.write(piece)
        found = inspect(content, name=upload.file_name)
    return Document(
        key=upload.key,
        **asdict(found),
        **digests.named(),
        size=upload.size,
        uploaded_by=upload.by,
        uploaded_at=now,
    )


@transaction.atomic
def _attached(upload: Upload, document: Document) -> Document:
    """Save the document. If two requests finish at once, the second returns the document of the first."""
    try:
        kept = _locked(upload)
    except UploadGone:
        if filed := Document.objects.filter(key=upload.key).first():
            return filed
        raise
    if kept.document:
        return kept.document
    document.save()
    kept.document = document
    kept.save(update_fields=["document"])
    due.plan_now(PROCESS, document.pk, now=document.uploaded_at)
    return document


def _must_be_whole(upload: Upload) -> None:
    """S3 no longer knows the parts. Either they are already one object, or they are lost: then the row is deleted."""
    if storage().size(str(upload.key)) == upload.size:
        return
    storage().abort(str(upload.key), upload.s3_id)  # S3 may have lost only one of the parts
    Upload.objects.filter(pk=upload.pk, document=None).delete()
    raise UploadLost(name=upload.file_name)


def _locked(upload: Upload) -> Upload:
    """The row, locked. Raises UploadGone if it was cancelled, refused, filed or swept meanwhile.

    The document is not joined here but read by a query of its own, because a joined row would show the state from
    before we waited for the lock.
    """
    kept = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if kept is None:
        raise UploadGone
    return kept
