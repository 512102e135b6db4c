"""What a company may not do while it owes much: its settings are read only, newcomers cannot register.

Found by the names of the routes, so that no lower package has to know of debts. Whoever is registered signs in, submits
and reads as ever; people, signatures and cases are no settings.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from accounts.requests import Request
from tenancy.errors import DomainError
from tenancy.middleware import SAFE_METHODS, refusal_response

from .errors import RegistrationHeld, SettingsHeld
from .services.debts import REGISTRATION_HELD, SETTINGS_HELD

SETTINGS = frozenset(
    {
        "company_settings", "case_numbers", "consent_text", "rules", "rules_decision", "rules_move",
        "page_publish", "page_bring_back",
        "catalogue", "catalogue_begin", "catalogue_new", "catalogue_name", "catalogue_move", "catalogue_hide",
        "catalogue_show",
        "template", "template_return",
    }
)  # fmt: skip
REGISTRATION = frozenset({"register"})


class HoldingMiddleware:
    """Stands below everything that chooses the company; it asks nothing, the days are in the row of the company."""

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if request.company is None or request.company.overdue_days < SETTINGS_HELD:
            return None
        refusal = _refusal(request)
        return refusal_response(request, refusal) if refusal else None


def _refusal(request: Request) -> DomainError | None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    if route in REGISTRATION and request.company.overdue_days >= REGISTRATION_HELD:
        return RegistrationHeld()
    if route in SETTINGS and request.method not in SAFE_METHODS and request.user.is_authenticated:
        return SettingsHeld() if request.user.is_administrator else None
    return None
