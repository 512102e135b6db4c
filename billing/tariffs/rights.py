"""Where prices are reckoned by tariffs: the rules that the reckoning knows are those of electricity."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from tenancy.company import current_company

View = Callable[..., HttpResponseBase]


def reckons_prices() -> bool:
    """A heat company types the lines of its invoices."""
    company = current_company()
    return bool(company.kind == company.Kind.ELECTRICITY)


def where_prices_are_reckoned(view: View) -> View:
    """Elsewhere the page does not exist. Stands under the decorator that says who may open it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reckons_prices():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
