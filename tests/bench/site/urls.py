"""Routes of a company's host and three bare views on the same stack, to compare pages with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_safe

from cabinet.company.queries import profile
from config import urls_company
from config.urls_company import handler403, handler404, handler429, handler500
from tenancy.access import open_to_all
from tenants.models import Domain

__all__ = ["handler403", "handler404", "handler429", "handler500", "urlpatterns"]


@open_to_all
@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    """The floor: the company is looked up by its host as django-tenants does it, and one of its rows is read."""
    Domain.objects.select_related("tenant").get(domain=request.company.host)  # type: ignore[attr-defined]
    return HttpResponse(profile().short_name)


@open_to_all
@require_safe
def remembered(request: HttpRequest) -> HttpResponse:
    """The same on the company that our middleware remembers for two seconds: a lower floor, shown beside."""
    return HttpResponse(profile().short_name)


SHELL = """{% extends base %}{% block main %}<h1>Пустая страница</h1>{% endblock %}"""


@open_to_all
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The frame of every page with nothing in it: the floor of what a person sees."""
    return HttpResponse(engines["site"].from_string(SHELL).render({}, request))


urlpatterns = [
    *urls_company.urlpatterns,
    path("floor/", floor, name="floor"),
    path("remembered/", remembered, name="remembered"),
    path("shell/", shell, name="shell"),
]
