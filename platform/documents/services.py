"""What is done with files."""

import hashlib
import os
import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from tenancy.errors import StorageUnavailable

from .errors import FileBroken, FileIsEmpty, FileOfWrongType, FileTooLarge
from .kinds import HEAD_BYTES, kind_of
from .models import Document
from .storage import storage

# An upload in progress has its bytes in S3 before its row: only what is older than this is surely an orphan.
ORPHAN_AGE = timedelta(days=1)
NAME_LIMIT = 200  # characters: leaves room for what a file system adds


def receive(upload: UploadedFile, *, by: User, now: datetime) -> Document:
    """Take a file in: check it, hash it, put it to S3.

    Raises FileRefused (this file cannot be taken) or StorageUnavailable. The document is not saved yet: whoever
    files it saves it in one transaction with what refers to it. Bytes that no row came to know are swept.
    """
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if size > settings.MAX_FILE_SIZE:
        raise FileTooLarge(name, size, settings.MAX_FILE_SIZE)
    if size == 0:
        raise FileIsEmpty(name)
    content = cast(BinaryIO, upload.file)
    kind = kind_of(name, _head(content))
    if kind is None:
        raise FileOfWrongType(name)
    document = Document(
        file_name=name,
        content_type=kind.content_type,
        size=size,
        sha256=_sha256(content, name=name, size=size),
        uploaded_by=by,
        uploaded_at=now,
    )
    storage().put(str(document.key), content, content_type=kind.content_type)
    return document


def link(document: Document) -> str:
    """A link to the bytes, valid for a minute. The caller has checked the right and written the audit."""
    return storage().link(str(document.key), file_name=document.file_name, content_type=document.content_type)


def chunks(document: Document) -> Iterator[bytes]:
    """The bytes, piece by piece. Raises StorageUnavailable, also half-way."""
    return storage().chunks(str(document.key))


def can_be_read() -> None:
    """Before a long answer begins. Raises StorageUnavailable."""
    if not storage().answers():
        raise StorageUnavailable


def place(documents: Collection[int], *, now: datetime) -> None:
    """Hand files over: from now on they cannot be changed or deleted."""
    Document.objects.filter(pk__in=documents, placed_at__isnull=True).update(placed_at=now)


def sweep_orphans(*, now: datetime) -> int:
    """Remove bytes that no row knows: broken uploads and files of deleted drafts. Returns how many.

    Raises nothing of its own; an error of S3 stops the sweep, the next one goes on.
    """
    old = [key for key, modified in storage().listed() if modified < now - ORPHAN_AGE]
    known = {str(key) for key in Document.objects.values_list("key", flat=True)}
    orphans = [key for key in old if key not in known]
    for key in orphans:
        storage().remove(key)
    return len(orphans)


def clean_name(name: str) -> str:
    """The file's own name as it may be shown and saved: no path, no control or direction marks, not too long."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C")
    name = name.strip(" .") or "файл"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: NAME_LIMIT - len(extension) - 1]}{dot}{extension}" if dot and stem else name[:NAME_LIMIT]


def _head(content: BinaryIO) -> bytes:
    content.seek(0)
    return content.read(HEAD_BYTES)


def _sha256(content: BinaryIO, *, name: str, size: int) -> str:
    """Hash the whole file and leave it at its beginning. A file shorter than announced was cut on the way."""
    if content.seek(0, os.SEEK_END) != size:
        raise FileBroken(name)
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256")  # type: ignore[arg-type]  # BinaryIO is enough for it
    content.seek(0)
    return digest.hexdigest()
