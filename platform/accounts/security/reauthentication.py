"""How long ago the person proved to be themself in this session. What opens or removes a lock asks for it anew."""

import time

from django.http import HttpRequest

from accounts.allauth_glue.internals import get_authentication_records, record_authentication
from accounts.models import User

FRESH_SECONDS = 10 * 60


def is_fresh(request: HttpRequest) -> bool:
    """By a password or a second factor, at sign-in or since."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH_SECONDS


def confirm(request: HttpRequest, user: User) -> None:
    """They have just given (or made) their password."""
    record_authentication(request, user, method="password", reauthenticated=True)
