"""A form that arrives after the session has ended is kept, and the person is led back to it after signing in."""

import copy
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from tenancy.access import to_sign_in
from tenancy.errors import DomainError
from tenancy.marker import FIELD, KEPT, Marker
from tenancy.methods import page_above
from tenancy.middleware import refusal_response
from ui.views import local

from ..services.kept_forms import keep_form
from .restoration import filled
from .typed import Typed

SIGNED_OUT = "Вы вышли из кабинета. Войдите в другой вкладке и нажмите ещё раз"
STALE = "Вы вышли и вошли снова. Нажмите ещё раз"
SCRIPTS = {"cors", "same-origin", "no-cors"}  # Sec-Fetch-Mode of what a script asks; a form says «navigate»


class TooLong(DomainError):
    status = 413
    code = "form_too_long"
    message = (
        "Вы вышли из кабинета, а в форме больше 1 МБ текста: столько мы не храним. Вернитесь кнопкой «Назад», "
        "скопируйте текст, войдите и вставьте его снова."
    )


def is_of_script(request: HttpRequest) -> bool:
    asks_json = request.headers.get("Accept", "").startswith("application/json")
    return asks_json or request.headers.get("Sec-Fetch-Mode") in SCRIPTS


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """The answer to a form that arrives when nobody is signed in any more."""
    if is_of_script(request):
        return JsonResponse({"code": "signed_out", "error": SIGNED_OUT}, status=401)
    marker = Marker.read(request) if request.method == "POST" else None
    if marker is None:
        return to_sign_in(page_above(request))
    if marker.user_id is None:
        return to_sign_in(marker.page)
    return _kept(request, marker, to_sign_in)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The answer to a wrong token: it is of an earlier session, the cookies are gone, or the form is forged."""
    marker = None if is_from_elsewhere(request) else Marker.read(request)
    if is_of_script(request):
        # Another site can send the request but cannot read the answer, so the answer may carry the current token.
        gone = not request.user.is_authenticated
        said = {"code": "signed_out" if gone else "stale_token", "error": SIGNED_OUT if gone else STALE}
        return JsonResponse({**said, "token": get_token(request)}, status=403)
    if marker is None:
        return render(request, "errors/csrf.html", {"page": _came_from(request)}, status=403)
    if marker.user_id is None:
        return _drawn_again(request, marker)
    if not request.user.is_authenticated:
        return _kept(request, marker, to_sign_in)
    return of_another(request, marker) if marker.user_id != request.user.pk else _kept(request, marker, redirect)


def of_another(request: HttpRequest, marker: Marker) -> HttpResponseBase:
    """Somebody else has signed in meanwhile. The typed text is kept for its author and shown to nobody else."""
    context = {"page": keep(request, marker) or marker.page}
    return render(request, "accounts/kept_for_another.html", context, status=403)


def way_back(request: HttpRequest) -> str:
    """The page to return to after another required step. The data of a submitted form are kept there."""
    marker = Marker.read(request) if request.method == "POST" else None
    if marker is None or marker.user_id != request.user.pk:
        return page_above(request)
    return keep(request, marker) or marker.page


def keep(request: HttpRequest, marker: Marker) -> str | None:
    """Keep what was typed and return the address of its page; None if it is too long to keep."""
    assert marker.user_id is not None  # noqa: S101  (nothing is kept for nobody)
    typed = Typed.of(request, marker)
    kept = keep_form(typed, by=marker.user_id, now=timezone.now())
    if kept is None:
        return None
    path, _mark, query = marker.page.partition("?")
    return f"{path}?{query}{'&' if query else ''}{urlencode({KEPT: kept.pk})}"


def _kept(request: HttpRequest, marker: Marker, lead: Any) -> HttpResponseBase:
    page = keep(request, marker)
    return lead(page) if page else refusal_response(request, TooLong())


def is_from_elsewhere(request: HttpRequest) -> bool:
    """The headers of the browser say that a page of another site has sent this request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return True
    ours = request.get_host()
    return any(
        address and urlsplit(address).netloc != ours
        for address in (request.headers.get("Origin"), request.headers.get("Referer"))
    )


def _came_from(request: HttpRequest) -> str:
    """The page on this site from which the form was sent, to go back to."""
    return "" if is_from_elsewhere(request) else local(request, request.headers.get("Referer", ""))


def _drawn_again(request: HttpRequest, marker: Marker) -> HttpResponseBase:
    """A form that needs no sign-in is drawn again in the answer itself with its data, and nothing is stored."""
    path, _mark, query = marker.page.partition("?")
    page = copy.copy(request)
    page.method, page.path, page.path_info = "GET", path, path
    page.META = {**request.META, "REQUEST_METHOD": "GET", "QUERY_STRING": query}
    page.GET = QueryDict(query)
    page._post, page._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    match = page.resolver_match = resolve(path, getattr(request, "urlconf", None))
    try:
        response: HttpResponseBase = match.func(page, *match.args, **match.kwargs)
    except DomainError as refusal:
        response = refusal_response(request, refusal)
    except Http404:
        response = render(request, "errors/404.html", status=404)
    # The new token that the page carries has to reach the cookie of this answer.
    request.META |= {name: page.META[name] for name in page.META if name.startswith("CSRF_COOKIE")}
    if response.status_code == 200:
        values = {name: request.POST.getlist(name) for name in request.POST if name not in {FIELD, KEPT}}
        typed = Typed(marker.page, request.path, None, values, {n: [""] for n in request.FILES})
        return filled(page, response, typed, status=403) or response
    return response
