"""The intake of a file, sent with a form or uploaded in parts. Either way it becomes one document."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from accounts.models import User
from telemetry import metrics
from tenancy import due

from ..digests import digests_of
from ..errors import FileBroken, FileRefused, UploadGone
from ..models import Document, Upload
from ..names import clean_name
from ..processing import PROCESS
from ..release import FileLost, refuse_unfit
from ..sandbox.inspector import inspect
from ..storage import Absent, storage
from .limits import refuse_early
from .uploads import finish_upload


def take(source: "UploadedFile[Any] | Upload | Document", *, by: User, now: datetime) -> Document:
    """Check and hash a file whose bytes are in S3 when this returns. Of a stored document a copy is made.

    Raises FileRefused (only this file is refused), TooManyAtOnce, StorageUnavailable, and what finish_upload raises;
    of a document FileInfected, FileLost. Whoever files the document calls `keep` in the transaction that saves the
    reference to it. Documents that nobody keeps are swept.
    """
    if isinstance(source, Upload):
        return finish_upload(source, now=now)
    if isinstance(source, Document):
        return _copy_of(source, by=by, now=now)
    try:
        document = _examined(source, by=by, now=now)
    except FileRefused as refusal:
        metrics.uploads.labels(refusal.code).inc()
        raise
    metrics.uploads.labels("taken").inc()
    return document


def _examined(source: "UploadedFile[Any]", *, by: User, now: datetime) -> Document:
    name, size = clean_name(source.name or ""), source.size or 0
    refuse_early(name, size)
    with _on_disk(source) as content:
        digests = digests_of(content)
        if digests.size != size:  # the transfer was cut short
            raise FileBroken(name=name)
        found = inspect(content, name=name)
        document = Document(**asdict(found), **digests.named(), size=size, uploaded_by=by, uploaded_at=now)
        content.seek(0)
        storage().put(str(document.key), content, content_type=document.content_type)
    return document


def _copy_of(document: Document, *, by: User, now: datetime) -> Document:
    """A file of its own with the same bytes, which S3 copies by itself: it is published and deleted by itself.

    What it is was found out when it came; the scan for viruses is made anew, because scanners learn.
    """
    refuse_unfit([document.pk])
    refuse_early(document.file_name, document.size)
    told = ("file_name", "content_type", "size", "sha256", "streebog256", "streebog512", "has_macros")
    copy = Document(**{name: getattr(document, name) for name in told}, uploaded_by=by, uploaded_at=now)
    try:
        storage().copy(str(document.key), str(copy.key))
    except Absent:
        raise FileLost(name=document.file_name, own=True) from None
    return copy


def keep(document: Document, *, placed_at: datetime | None = None) -> None:
    """File a document from `take`: save its row, or end its upload. Runs inside the caller's transaction.

    `placed_at` publishes the file at once. Raises UploadGone if the upload was already filed or swept, FileInfected,
    FileLost.
    """
    document.placed_at = placed_at
    if document.pk is None:
        document.save()
        due.plan_now(PROCESS, document.pk, now=document.uploaded_at)
        return
    if placed_at:
        refuse_unfit([document.pk])
    filed, _each = Upload.objects.filter(document=document).delete()
    if not filed:
        raise UploadGone
    document.save(update_fields=["placed_at"])


@contextmanager
def _on_disk(source: "UploadedFile[Any]") -> Iterator[IO[bytes]]:
    """The source as a file that a child process can read.

    In production it is on disk already; a file that is in memory is copied.
    """
    if isinstance(source, TemporaryUploadedFile):
        yield cast(IO[bytes], source.file)
        return
    with tempfile.TemporaryFile() as written:
        for piece in source.chunks():
            written.write(piece)
        yield written


def take_as_it_is(content: bytes, *, name: str, by: User, now: datetime) -> Document:
    """Keep bytes for the record, whatever they are: a file of a bank that is refused is evidence all the same.

    Nobody looks into such a file and no picture of it is drawn. It is handed out as a plain download only, and the scan
    for viruses comes as for any other. The caller limits its size. Raises StorageUnavailable.
    """
    stream = io.BytesIO(content)
    digests = digests_of(stream)
    document = Document(
        file_name=clean_name(name),
        content_type="application/octet-stream",
        size=digests.size,
        **digests.named(),
        uploaded_by=by,
        uploaded_at=now,
        pictures=Document.Pictures.NONE,
    )
    stream.seek(0)
    storage().put(str(document.key), stream, content_type=document.content_type)
    return document
