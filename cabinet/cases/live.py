"""The address which an open page asks whether anything has changed since it was drawn."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from .models import Case, Entry

FILES = "files"  # what a page is told when only its files have been looked at


def stamp(moment: datetime | None) -> str:
    """Microseconds, so that two changes in one second are two."""
    return str(int(moment.timestamp() * 1_000_000)) if moment else "0"


def files_url(case: Case, documents: Collection[Entry]) -> str:
    """Of the page of a draft: whoever writes it knows what it says, and is only told what was learned of its files."""
    looked = [entry.document.looked_at for entry in documents if entry.document and entry.document.looked_at]
    asked: dict[str, Any] = {"case": case.pk, "looked": stamp(max(looked, default=None))}
    return f"{reverse('updates')}?{urlencode(asked)}"


def live_url(changed: datetime | None, *, case: Case | None = None) -> str:
    asked: dict[str, Any] = {"since": stamp(changed)}
    if case is not None:
        asked |= {"case": case.pk, "looked": stamp(getattr(case, "files_looked_at", None))}
    return f"{reverse('updates')}?{urlencode(asked)}"
