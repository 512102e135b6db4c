"""A large file comes in parts, so that a cut costs one part and not the file."""

import tempfile
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
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
    """Begin to take a file in parts, or go on with what this person began: same place, same file.

    Raises FileRefused for what can be refused by name and size, TooManyUploads, StorageUnavailable.
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
    """Take one part, numbered from 1, in any order; the same one again replaces it.

    Raises PartOfWrongSize, UploadLost (to be begun anew), UploadGone, StorageUnavailable.
    """
    if upload.document_id:  # a late repetition: the file is whole already
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


def finish_upload(upload: Upload, *, now: datetime) -> Document:
    """Make a document of the parts: what S3 stores is read back once, hashed and examined. Twice is once.

    Raises PartsMissing, UploadLost, UploadGone, TooManyAtOnce, StorageUnavailable, and FileRefused, after which nothing
    is left.
    """
    if upload.document:
        return upload.document
    if len(upload.parts) < upload.parts_count:
        raise PartsMissing(upload.file_name)
    try:
        storage().complete(str(upload.key), upload.s3_id, {int(n): etag for n, etag in upload.parts.items()})
    except UploadForgotten:  # finished by somebody who died before the row, or who is at it just now
        _must_be_whole(upload)
    try:
        document = _examined(upload, now=now)
    except FileRefused:
        cancel_upload(upload)
        raise
    return _attached(upload, document)


def cancel_upload(upload: Upload) -> None:
    """Leave nothing of it, unless somebody has filed it meanwhile. Raises StorageUnavailable: it can be tried again."""
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
    """Of two who finish at once the second finds the first one's document, be it filed already."""
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
    """S3 knows the parts no more. Either they are one object by now, or they are lost with their row."""
    if storage().size(str(upload.key)) == upload.size:
        return
    storage().abort(str(upload.key), upload.s3_id)  # where only one part is lost
    Upload.objects.filter(pk=upload.pk, document=None).delete()
    raise UploadLost(upload.file_name)


def _locked(upload: Upload) -> Upload:
    """Raises UploadGone when it was cancelled, refused, filed or swept meanwhile.

    Its document is asked for by a query of its own: one joined here would be as it was before we waited for the lock.
    """
    kept = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if kept is None:
        raise UploadGone
    return kept
