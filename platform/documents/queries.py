"""Queries about files and uploads."""

import uuid
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import QuerySet, Sum

from accounts.models import User

from .errors import UploadGone
from .models import Document, Upload

_MEASURED_FOR = 60  # seconds
_MEASURED = "documents.stored"


def uploads_for(user: User, purpose: str) -> list[Upload]:
    """The uploads of this person for a place, oldest first. Finished ones have a `document`."""
    return list(Upload.objects.of(user).filter(purpose=purpose).select_related("document").order_by("pk"))


def chosen_uploads(user: User, keys: Iterable[str]) -> list[Upload]:
    """The uploads that a form names, in its order. Raises UploadGone if one is missing or belongs to another person."""
    wanted = [_key(key) for key in keys]
    found = {upload.key: upload for upload in Upload.objects.of(user).filter(key__in=wanted).select_related("document")}
    try:
        return [found[key] for key in dict.fromkeys(wanted)]
    except KeyError:
        raise UploadGone from None


def used_bytes() -> int:
    """The size of all files of the company, unfinished uploads included.

    Documents are summed at most once a minute, because there may be a million of them. So the quota may be exceeded by
    what comes in during that minute.
    """
    stored = cache.get_or_set(_MEASURED, lambda: _sum(Document.objects.all()), _MEASURED_FOR)
    return int(stored or 0) + _sum(Upload.objects.filter(document=None))


def _sum(rows: QuerySet[Document] | QuerySet[Upload]) -> int:
    return int(rows.aggregate(total=Sum("size"))["total"] or 0)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UploadGone from None
