"""Routes of a company's host and the floor: the least that a page of this site can do."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from cabinet.company.queries import profile
from config import urls_company
from config.urls_company import handler403, handler404, handler429, handler500
from tenancy.access import open_to_all

__all__ = ["handler403", "handler404", "handler429", "handler500", "urlpatterns"]


@open_to_all
@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    """The company is found by its host, every middleware is passed, one row is read."""
    return HttpResponse(profile().short_name)


urlpatterns = [*urls_company.urlpatterns, path("floor/", floor, name="floor")]
