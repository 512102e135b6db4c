"""«На подпись»: what this side has to sign, many in one go; and the page that checks the workplace."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.requests import Request
from signing.rights import SIGNERS, signers_of_company
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import queries
from ..plugin import loader_url, plugin_allowed
from .page import owner_of, signs_by_certificate


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
@plugin_allowed
def inbox(request: Request) -> HttpResponse:
    user = request.user
    found = {
        "mine": lambda: queries.items(queries.awaited(user)[: queries.LIST_SIZE], user),
        "applicants": lambda: queries.items(queries.awaited_of_applicants()[: queries.LIST_SIZE], user),
        "ended": lambda: queries.items(queries.ended(user)[: queries.LIST_SIZE], user),
    }
    possible = _tabs(user)
    tab = request.GET.get("tab", "")
    tab = tab if tab in possible else "mine"
    items = found[tab]()
    may_sign = _may_sign(user)
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [{"url": f"?tab={code}", "text": text, "current": code == tab} for code, text in possible.items()],
        "items": items,
        "may_sign": may_sign,
        "signers": [] if may_sign or not user.is_staff_of_company else signers_of_company(),
        "for_staff": user.is_staff_of_company,
        "by_certificate": signs_by_certificate(user),
        "loader": loader_url(),
    }
    if tab == "mine" and may_sign:
        for_certificate = [item for item in items if item.is_for_certificate and not item.is_overdue]
        context |= {
            "signable": [(item, item.digests()) for item in for_certificate],
            "others": [item for item in items if item not in for_certificate],
            # What waits beside the rows that can be ticked: overdue, by SMS, or beyond the length of the list.
            "unsignable": queries.awaited(user).count() - len(for_certificate),
            "owner": owner_of(user),
        }
    return render(request, "signatures/inbox.html", context)


@access(Role.APPLICANT, Role.STAFF, Role.SUPPLIER)
@require_safe
@never_cache
@plugin_allowed
def setup(request: Request) -> HttpResponse:
    """«Проверка рабочего места»."""
    user = request.user
    signs = user.is_staff_of_company or user.is_of_supplier or user.applicant
    owner = owner_of(user) if signs else None
    return render(request, "signatures/setup.html", {"owner": owner, "loader": loader_url()})


def _tabs(user: User) -> dict[str, str]:
    if user.is_staff_of_company:
        return {"mine": "Ждут нашей подписи", "applicants": "Ждут заявителя", "ended": "История"}
    return {"mine": "Ждут вашей подписи", "ended": "История"}


def _may_sign(user: User) -> bool:
    return user.staff_role in SIGNERS if user.is_staff_of_company else user.acting.is_own
