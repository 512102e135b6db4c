"""The address which an open page asks whether anything has changed since it was drawn."""

from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from ..models import Case


def stamp(moment: datetime | None) -> str:
    """Microseconds, so that two changes in one second are two."""
    return str(int(moment.timestamp() * 1_000_000)) if moment else "0"


def live_url(changed: datetime | None, *, case: Case | None = None) -> str:
    asked = {"since": stamp(changed)} | ({"case": case.pk} if case else {})
    return f"{reverse('updates')}?{urlencode(asked)}"
