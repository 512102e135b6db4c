"""The type of a request in views behind `@access`, where somebody is always signed in."""

from typing import Any

from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """Used in annotations only; it is never instantiated."""

    user: User
    company: Any
