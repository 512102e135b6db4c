"""A second press of a button is answered with the first one's result: every form that makes something carries a key."""

import uuid

from django.http import HttpRequest

FIELD = "key"


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key the form was drawn with. A form without one (or with a broken one) makes something new."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid.uuid4()
