"""A request as views see it behind `@access`: somebody is signed in."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User


class Request(HttpRequest):
    """For annotations only: nothing makes one."""

    user: User
    company: Any
