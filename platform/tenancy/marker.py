"""A signed mark in every form: for whom the form was drawn, and on which page.

Another site can neither forge the mark nor obtain one, because it is signed and stands only in pages of its person.
`{% csrf_token %}` writes it.
"""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, QueryDict

from .company import connection
from .methods import page_behind

FIELD = "drawn"
KEPT = "kept"  # in the query of a page: the number of the form that is to be filled in again
_SALT = "tenancy.marker"
_LONGEST = 500  # characters of an address; a longer query is a search, and the page opens without it


@dataclass(frozen=True)
class Marker:
    user_id: int | None
    acts_for: int | None  # the choice of the session, see accounts.acting
    page: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The marker for the forms of this response."""
        user: Any = getattr(request, "user", None)
        acts_for = getattr(user, "acts_for", None) if user is not None and user.is_authenticated else None
        return cls(getattr(user, "pk", None), acts_for, page_of(request))

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        """The marker of the submitted form. None if it is forged or belongs to another company."""
        try:
            schema, user_id, acts_for, page = (
                signing.Signer(salt=_SALT).unsign(request.POST.get(FIELD, "")).split("|", 3)
            )
        except (signing.BadSignature, ValueError):
            return None
        if schema != connection.schema_name:
            return None
        return cls(int(user_id) if user_id else None, int(acts_for) if acts_for else None, page)

    def signed(self) -> str:
        return signing.Signer(salt=_SALT).sign(
            f"{connection.schema_name}|{self.user_id or ''}|{self.acts_for or ''}|{self.page}"
        )


def signed_marker(request: HttpRequest) -> str:
    """The signed marker, made once for all forms of a page, because a list has dozens of them."""
    known: str | None = getattr(request, "_signed_marker", None)
    if known is None:
        known = Marker.of(request).signed()
        request._signed_marker = known  # type: ignore[attr-defined]
    return known


def page_of(request: HttpRequest) -> str:
    """The address of the page, as it would be opened anew. A view may give a better one as `request.drawn_at`."""
    address: str = getattr(request, "drawn_at", "") or page_behind(request)
    path, _mark, query = address.partition("?")
    query = without_kept(QueryDict(query))
    whole = f"{path}?{query}" if query else path
    return whole if len(whole) <= _LONGEST else path


def without_kept(query: QueryDict) -> str:
    return urlencode([(name, value) for name, values in query.lists() if name != KEPT for value in values])
