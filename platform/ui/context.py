"""What every page needs to know before its view has said a word."""

from functools import partial

from django.http import HttpRequest

from tenancy.access import Role
from ui.sight import Sight


def page(request: HttpRequest) -> dict[str, object]:
    """`sight` is the chosen look; `base` the frame of the page for whoever looks at it.

    `base` is asked only by those who use it: a page for anyone need not know who is there.
    A page that is shown to several kinds of people says `{% extends base %}`. The company and its
    brand are added by a processor of the layer that knows them.
    """
    return {"sight": Sight.of(request), "base": partial(frame, request)}


def frame(request: HttpRequest) -> str:
    roles: frozenset[Role] = getattr(getattr(request, "user", None), "roles", frozenset())
    if Role.OPERATOR in roles:
        return "base_operator.html"
    if Role.STAFF in roles or Role.ADMINISTRATOR in roles:
        return "base_staff.html"
    if Role.SUPPLIER in roles:
        return "base_supplier.html"
    return "base_applicant.html" if Role.APPLICANT in roles else "base_entry.html"
