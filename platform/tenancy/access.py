"""Who may open a route. Every view states it; a test walks the URLconf and finds the one that does not."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from tenancy.methods import page_above


class Role(StrEnum):
    """What a person is here. One person may be several things: an administrator is also a clerk, a clerk also staff."""

    APPLICANT = "applicant"
    STAFF = "staff"  # sees
    CLERK = "clerk"  # and acts: staff but the observers
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


# A view may ask for a request in which somebody is signed in; that is what these decorators see to.
View = Callable[..., HttpResponseBase]


def access(*roles: Role) -> Callable[[View], View]:
    """Let in those who play one of `roles`.

    Nobody signed in is sent to the sign-in page and back; anyone else gets the 404 of a page that does not exist,
    so that a door tells nothing about what is behind it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            if not request.user.roles.intersection(roles):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def redirect_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page and back to here, or to the nearest page above an address that is none."""
    return to_sign_in(page_above(request))


def to_sign_in(page: str) -> HttpResponseBase:
    """To the sign-in page and then to `page`. (Django's own helper cannot be imported before the models are.)"""
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}")


def open_to_all(view: View) -> View:
    """Say that nobody needs to be signed in here: an explicit choice, like any other rule."""
    view.access = frozenset()  # type: ignore[attr-defined]
    return view
