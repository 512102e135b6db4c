"""Keeps filled forms when a session ends, and refuses to submit them in the name of somebody else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from tenancy.marker import KEPT, Marker, without_kept
from tenancy.middleware import SAFE_METHODS

from .. import ports
from ..acting import CHOICE
from ..services.kept_forms import forget_form, open_form
from .refusal import keep, of_another, signed_out
from .restoration import CLOSED, GONE, filled, only_text
from .typed import Typed

CLEAN = "Здесь чистая форма: прежнее уже отправлено, либо с тех пор прошло больше часа."
ANOTHER = (
    "Форма заполнена, когда вы действовали за другого заявителя. "
    "Выберите его в разделе «За кого вы действуете» и откройте эту страницу снова."
)


class KeptFormMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and KEPT in request.GET and request.user.is_authenticated:
            return _restored(request, response)
        if request.method == "POST":
            return _after_form(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not getattr(view, "access", None):
            return None
        if request.method == "GET" and KEPT in request.GET and request.user.is_authenticated:
            _act_as_then(request)
        if request.method in SAFE_METHODS:
            return None
        if not request.user.is_authenticated:
            return signed_out(request)
        marker = Marker.read(request) if request.method == "POST" else None
        if marker is None:
            return None
        if marker.user_id not in (None, request.user.pk):
            return of_another(request, marker)
        if _acts_otherwise(request, marker.acts_for) and Typed.of(request, marker).texts:
            page = keep(request, marker)
            return redirect(page) if page else None
        return None


def _restored(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    number = request.GET[KEPT]
    typed = open_form(number, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    here = _without_kept(request)
    if typed is None:
        if response.status_code != 200:
            return response
        messages.info(request, CLEAN)
        return redirect(here)
    if _acts_otherwise(request, typed.acts_for):
        return only_text(request, typed, ANOTHER, address=request.get_full_path())
    if response.status_code in {301, 302}:
        # The redirect leads to a page that must be seen first, or to where the subject is now.
        to = response["Location"]
        if KEPT in to or getattr(response, "leads_back", False) or not typed.texts:
            return response
        return only_text(request, typed, CLOSED, address=to)
    if response.status_code != 200 and typed.texts:
        return only_text(request, typed, GONE, status=response.status_code)
    page = filled(request, response, typed, kept=number)
    if page is None and not typed.texts:  # only a button was pressed, and the page no longer has it
        return response
    return page or only_text(request, typed, CLOSED, address=here)


def _after_form(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Delete a restored form once it is accepted. If it is refused or its page is gone, show the typed text again."""
    user: Any = request.user
    if response.status_code < 400 and KEPT in request.POST and user.is_authenticated:
        forget_form(request.POST[KEPT], by=user)
    refusal = getattr(response, "refusal", None)
    if not refusal and not (response.status_code in {404, 410} and getattr(request.resolver_match, "func", None)):
        return response
    marker = Marker.read(request)
    if marker is None or marker.user_id != user.pk:
        return response
    typed = Typed.of(request, marker)
    if not typed.texts:
        return response
    why = refusal.message if refusal else GONE
    page = only_text(request, typed, why, status=response.status_code)
    if "Retry-After" in response:
        page["Retry-After"] = response["Retry-After"]
    return page


def _act_as_then(request: HttpRequest) -> None:
    """Restore the choice of the applicant in a new session, for a form that was filled in for a client."""
    if CHOICE in request.session:
        return
    typed = open_form(request.GET[KEPT], by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if typed is not None and typed.acts_for is not None:
        request.session[CHOICE] = request.user.acts_for = typed.acts_for  # type: ignore[union-attr]


def _acts_otherwise(request: HttpRequest, acts_for: int | None) -> bool:
    """Would this be done for another applicant than the one for whom the form was drawn?"""
    user: Any = request.user
    if acts_for is not None:  # the applicant was chosen then; the right may have been revoked since
        return user.applicant is None or user.applicant.pk != acts_for
    if user.acts_for is None:
        return False
    chosen, user.acts_for = user.acts_for, None
    try:
        then = ports.acting_of(user)
    finally:
        user.acts_for = chosen
    return bool(then.applicant != user.applicant)


def _without_kept(request: HttpRequest) -> str:
    query = without_kept(request.GET)
    return f"{request.path}?{query}" if query else request.path
