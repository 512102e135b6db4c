"""The edge: the host chooses the company, a suspended one is read only, a refusal becomes a page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from telemetry import context

from .company import connection
from .errors import CompanySuspended, DomainError
from .ports import company_for_host

GetResponse = Callable[[Any], HttpResponseBase]


class Request(HttpRequest):
    """A request once CompanyMiddleware has seen it."""

    company: Any
    urlconf: str


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CompanyMiddleware:
    """Chooses the schema and the URLconf by the host. First of all, because everything below depends on it.

    The platform's own host gives `request.company = None` and the public schema. A host nobody owns gets a plain
    page which touches no session and no table of a company.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        connection.set_schema_to_public()
        timezone.deactivate()
        try:
            host = request.get_host().rsplit(":", 1)[0].lower()
        except DisallowedHost:
            return unknown_host(request)
        if host == settings.PLATFORM_HOST:
            request.company = None
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
        else:
            request.company = company_for_host(host)
            if request.company is None:
                return unknown_host(request)
            connection.set_tenant(request.company)
            context.note(company=connection.schema_name)
            timezone.activate(request.company.time_zone)
        # The schema is left in place on purpose: a streamed answer and the 500 page still need it, and the next
        # request begins by choosing its own.
        return self.get_response(request)


def unknown_host(request: Request) -> HttpResponse:
    request.company = None
    request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
    return render(request, "errors/unknown_host.html", status=404, using="plain")


class ReadOnlyMiddleware:
    """In a suspended company people read and download; leaving is allowed too. Must stand after sessions."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        company = request.company
        writes = request.method not in SAFE_METHODS and not request.path.startswith(settings.WRITABLE_WHEN_SUSPENDED)
        if writes and company is not None and company.is_suspended:
            return refusal_response(request, CompanySuspended())
        return self.get_response(request)


class RefusalMiddleware:
    """Shows a DomainError that no form caught as a page with its sentence, or as JSON to a script."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_response(request, error) if isinstance(error, DomainError) else None


def refusal_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer bears the error as `refusal` where it is a page."""
    if request.headers.get("Accept", "").startswith("application/json"):
        answer: HttpResponse = JsonResponse({"code": error.code, "error": error.message}, status=error.status)
    else:
        answer = render(request, "errors/refusal.html", {"refusal": error}, status=error.status)
        answer.refusal = error  # type: ignore[attr-defined]
    if error.retry_after:
        answer["Retry-After"] = str(error.retry_after)
    return answer
