"""Who of the staff may do something with money. Everybody of the staff may look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponseBase

from accounts.requests import Request
from cabinet.contracts.rights import may_record_payments
from tenancy.access import Role, access

View = Callable[..., HttpResponseBase]


def for_money(view: View) -> View:
    """Administrators, accountants and specialists; for a signer or an observer the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_record_payments(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return access(Role.CLERK)(guarded)
