"""Who may open a route. Every view states it; a test walks the URLconf and finds the one that does not."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from .methods import page_above


class Role(StrEnum):
    """What a person is here. One person may be several things: an administrator is also a clerk, a clerk also staff."""

    APPLICANT = "applicant"
    STAFF = "staff"  # reads everything of the company
    CLERK = "clerk"  # staff who may change something; observers may not
    ADMINISTRATOR = "administrator"
    SUPPLIER = "supplier"  # of a guaranteeing supplier: sees the applications that name it
    OPERATOR = "operator"


# A view may require a request with a signed-in user; the decorators below guarantee it.
View = Callable[..., HttpResponseBase]


def access(*roles: Role) -> Callable[[View], View]:
    """Let in those who play one of `roles`.

    Nobody signed in is sent to the sign-in page and back; anyone else gets the 404 of a page that does not exist,
    so that an answer never reveals that a page exists.
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
    """Redirect to the sign-in page and back to this page, or to the nearest page above this address."""
    return to_sign_in(page_above(request))


def to_sign_in(page: str) -> HttpResponseBase:
    """Redirect to the sign-in page and then to `page`. (Django's helper cannot be imported before models are.)"""
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}")


def open_to_all(view: View) -> View:
    """Declare that a view needs no sign-in. The choice is explicit, like any other access rule."""
    view.access = frozenset()  # type: ignore[attr-defined]
    return view
