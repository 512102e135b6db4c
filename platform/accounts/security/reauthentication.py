"""Whether the person has recently proved their identity in this session. Security settings require it."""

import time

from django.http import HttpRequest

from ..allauth_glue.internals import get_authentication_records, record_authentication
from ..models import User

FRESH_SECONDS = 10 * 60


def is_fresh(request: HttpRequest) -> bool:
    """The person gave a password or a second factor within FRESH_SECONDS, at sign-in or later."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH_SECONDS


def confirm(request: HttpRequest, user: User) -> None:
    """Record that the person has just given or set their password."""
    record_authentication(request, user, method="password", reauthenticated=True)
