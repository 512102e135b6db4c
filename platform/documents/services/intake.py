"""A file comes in: with a form, or as an upload that came in parts. Either way one document comes of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import IO, cast

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


def take(source: UploadedFile | Upload, *, by: User, now: datetime) -> Document:
    """Check and hash a file whose bytes are in S3 when this returns.

    Raises FileRefused (only this file cannot be taken), TooManyAtOnce, StorageUnavailable, and what finish_upload
    raises. Whoever files the document calls `keep` in one transaction with what refers to it; what nobody keeps is
    swept.
    """
    if isinstance(source, Upload):
        return finish_upload(source, now=now)
    name, size = clean_name(source.name or ""), source.size or 0
    refuse_early(name, size)
    with _on_disk(source) as content:
        digests = digests_of(content)
        if digests.size != size:  # cut on the way
            raise FileBroken(name)
        found = inspect(content, name=name)
        document = Document(**asdict(found), **digests.named(), size=size, uploaded_by=by, uploaded_at=now)
        content.seek(0)
        storage().put(str(document.key), content, content_type=document.content_type)
    return document


def keep(document: Document, *, placed_at: datetime | None = None) -> None:
    """File what `take` gave: the row is saved, or, of an upload, the upload is over. Inside the caller's transaction.

    `placed_at` hands the file over at once. Raises UploadGone when another press filed the upload, or it was swept,
    and FileInfected, FileLost.
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
def _on_disk(source: UploadedFile) -> Iterator[IO[bytes]]:
    """A file that a child process may be given. In life it is one already; what memory holds is written down."""
    if isinstance(source, TemporaryUploadedFile):
        yield cast(IO[bytes], source.file)
        return
    with tempfile.TemporaryFile() as written:
        for piece in source.chunks():
            written.write(piece)
        yield written
