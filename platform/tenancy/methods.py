"""Which methods an address answers, and what GET does at an address that only accepts forms.

A view without a decorator of this module is a page with a form: GET, HEAD and POST. `MethodMiddleware` refuses
everything else, so that no view runs and nothing is asked of the database for a method that an address does not have.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

View = Callable[..., HttpResponseBase]

READING = frozenset({"GET", "HEAD"})
PAGE = READING | {"POST"}


def require_http_methods(methods: list[str]) -> Callable[[View], View]:
    """Like Django's decorator of the same name, but the allowed methods can be read from the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in limited.methods:  # type: ignore[attr-defined]
                return not_allowed(limited)
            return view(request, *args, **kwargs)

        limited.methods = frozenset(methods)  # type: ignore[attr-defined]
        return limited

    return decorate


require_safe = require_http_methods(["GET", "HEAD"])


def posted_from(page: Callable[..., Any] | str, *, method: str = "POST") -> Callable[[View], View]:
    """Declare that a view only accepts forms, and name the page that sends them.

    `page` is the name of a route, or a function of the same arguments as the view which returns what `redirect` takes.
    The function finds the subject as the view does, so that a stranger meets the same 404. GET leads to that page: the
    address stands in the address bar after a refusal, and people reload, restore and copy what stands there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def routed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in READING:
                return _redirect(request, page(request, *args, **kwargs) if callable(page) else page)
            return view(request, *args, **kwargs)

        routed.methods = READING | {method}  # type: ignore[attr-defined]
        routed.is_page = False  # type: ignore[attr-defined]
        routed.posted_from = page  # type: ignore[attr-defined]
        return routed

    return decorate


def hands_out_file(view: View) -> View:
    """Declare that a view is not a page, so that nobody is redirected to it after signing in."""
    view.is_page = False  # type: ignore[attr-defined]
    return view


def _redirect(request: HttpRequest, to: Any) -> HttpResponse:
    """To the page, with the query of this address added to its own."""
    parts = urlsplit(resolve_url(to))
    query = "&".join(filter(None, [parts.query, request.META.get("QUERY_STRING", "")]))
    return HttpResponseRedirect(urlunsplit(parts._replace(query=query)))


def page_behind(request: HttpRequest) -> str:
    """The address of the page of this request, as it is opened anew: that of the form, where only a form is taken."""
    match = request.resolver_match
    page = getattr(match.func, "posted_from", None) if match else None
    if match is None or page is None:
        return request.get_full_path()
    try:
        to = page(request, *match.args, **match.kwargs) if callable(page) else page
    except Http404:  # the subject was deleted during the request
        return page_above(request)
    return urlunsplit(urlsplit(resolve_url(to))._replace(fragment=""))


def page_above(request: HttpRequest) -> str:
    """The address itself if it is a page, else the nearest page above it: where to go once signed in.

    Nobody is signed in yet, so no right can be looked up; the page itself does that.
    """
    if _is_page(request.path_info, request):
        return request.get_full_path()
    path = request.path_info
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if _is_page(path, request):
            return path
    return "/"


def _is_page(path: str, request: HttpRequest) -> bool:
    try:
        view = resolve(path, getattr(request, "urlconf", None)).func
    except Resolver404:
        return False
    return getattr(view, "is_page", True)


def methods_of(view: Any) -> frozenset[str]:
    return getattr(view, "methods", PAGE)


def not_allowed(view: Any) -> HttpResponse:
    return HttpResponseNotAllowed(sorted(methods_of(view)))


class MethodMiddleware:
    """Answers 405 to a method that an address does not have. Stands after the choice of the company and its routes.

    A POST is looked at only after the check of its token: a forged form learns nothing of the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in PAGE:
            try:
                view = resolve(request.path_info, getattr(request, "urlconf", None)).func
            except Resolver404:
                return not_allowed(None)
            if request.method not in methods_of(view):
                return not_allowed(view)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return None if request.method in methods_of(view) else not_allowed(view)
