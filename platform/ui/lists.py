"""Where a person was in a list, so that «back» leads there: to the same tab, filter and page, and not to the beginning.

It is kept in the session: it goes with it, and no address of the way back comes from outside. A list names only the
conditions that it has understood itself.
"""

from collections.abc import Mapping

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

_KEPT = "lists"


def remember_place(request: HttpRequest, route: str, conditions: Mapping[str, str | int | None]) -> None:
    """Note how the list is looked at. The beginning of a list is not worth a note, nor is the same place twice."""
    query = urlencode({name: value for name, value in conditions.items() if value})
    kept = request.session.get(_KEPT, {})
    if kept.get(route, "") != query:
        request.session[_KEPT] = {**kept, route: query}


def beyond_first(page: Page) -> int | None:
    """The number of a page, unless it is where a list begins."""
    return page.number if page.number > 1 else None


def place_in(request: HttpRequest, route: str) -> str:
    """The address of the list as this person saw it last."""
    query = request.session.get(_KEPT, {}).get(route, "")
    return f"{reverse(route)}?{query}" if query else reverse(route)
