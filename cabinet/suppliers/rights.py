"""Where there are suppliers at all: not at a company whose rules know none, such as a heat company."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from cabinet.rules.packs import current_pack

View = Callable[..., HttpResponseBase]


def where_suppliers_are(view: View) -> View:
    """Any page about them does not exist elsewhere. Stands under `@access`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if current_pack().supplier is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
