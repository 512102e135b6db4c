"""Staff, people of suppliers and operators must have a second factor before they may work."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from tenancy.marker import KEPT

from ..kept.refusal import way_back
from ..queries import has_second_factor

AFTERWARDS = "after_enrolment"  # in the session: the page with a kept form, see accounts.kept
HAS_ONE = "has_second_factor"  # in the session, so that not every page queries it; a reset ends the session


def enrols(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view by which somebody without a second factor gets one. Stands under `@access`."""
    view.enrols = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """Redirects people who must have a second factor to the page where they set one up.

    Pages that need no sign-in stay open: signing out, the help, the switch of the theme.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "access", None) or getattr(view, "enrols", False):
            return None
        if must_enrol(request):
            page = way_back(request)
            if KEPT in page:
                request.session[AFTERWARDS] = page
            answer = redirect("security")
            answer.leads_back = True  # type: ignore[attr-defined]  # see accounts.kept.middleware
            return answer
        # After setting up the second factor the person returns to the page where they were stopped.
        if request.method == "GET" and request.user.is_authenticated and AFTERWARDS in request.session:
            return redirect(request.session.pop(AFTERWARDS))
        return None


def is_required_of(user: Any) -> bool:
    """Everybody but applicants always needs a second factor, except in a demonstration."""
    is_asked = user.is_operator or user.is_staff_of_company or user.is_of_supplier
    return settings.SECOND_FACTOR_REQUIRED and is_asked


def must_enrol(request: HttpRequest) -> bool:
    user: Any = request.user
    if not user.is_authenticated or not is_required_of(user) or request.session.get(HAS_ONE):
        return False
    if has_second_factor(user):
        request.session[HAS_ONE] = True
        return False
    return True
