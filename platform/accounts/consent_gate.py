"""Applicants must consent to the current text before they change anything. They may always read and sign out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tenancy.access import Role
from tenancy.marker import KEPT
from tenancy.middleware import SAFE_METHODS

from .kept.refusal import way_back

READS_ONLY = "reads_only"  # in the session: the person was asked, did not agree and chose to read only


def needs_no_consent(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that needs no consent. Stands under `@access`."""
    view.needs_no_consent = True  # type: ignore[attr-defined]
    return view


class ConsentMiddleware:
    """Redirects applicants whose consent is due to the page that asks for it. `user.consent_due` costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if Role.APPLICANT not in getattr(view, "access", ()) or getattr(view, "needs_no_consent", False):
            return None
        user: Any = request.user
        if not user.is_authenticated or not user.consent_due or Role.APPLICANT not in user.roles:
            return None
        if request.method in SAFE_METHODS and request.session.get(READS_ONLY):
            return None
        page, wait = way_back(request), reverse("renew_consent")
        return redirect(f"{wait}?{urlencode({'next': page})}" if KEPT in page else wait)
