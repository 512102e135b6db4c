"""The intake of a file, sent with a form or uploaded in parts. Either way it becomes one document."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from accounts.models import User
from tenancy import due

from ..digests import digests_of
from ..errors import FileBroken, UploadGone
from ..models import Document, Upload
from ..names import clean_name
from ..processing import PROCESS
from ..release import refuse_unfit
from ..sandbox.inspector import inspect
from ..storage import storage
from .limits import refuse_early
from .uploads import finish_upload


def take(source: "UploadedFile[Any] | Upload", *, by: User, now: datetime) -> Document:
    """Check and hash a file whose bytes are in S3 when this returns.

    Raises FileRefused (only this file is refused), TooManyAtOnce, StorageUnavailable, and what finish_upload raises.
    Whoever files the document calls `keep` in the transaction that saves the reference to it. Documents that nobody
    keeps are swept.
    """
    if isinstance(source, Upload):
        return finish_upload(source, now=now)
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
