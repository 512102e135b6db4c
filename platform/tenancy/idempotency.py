"""Every form that creates something carries a key, so that submitting it twice returns the first result."""

import uuid

from django.http import HttpRequest

FIELD = "key"


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key that the form carries. A form with a missing or broken key creates something new."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid.uuid4()
