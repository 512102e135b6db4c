"""«История» of a card."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import history as events
from ..models import Case


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def history(request: Request, pk: int) -> HttpResponse:
    """Every event with a filter by kind and side; an applicant reads what concerns them, without names of staff."""
    case = get_object_or_404(Case.objects.visible_to(request.user).submitted(), pk=pk)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in events.KINDS else ""
    has_supplier = case.edition.supplier is not None
    sides = {code: side for code, side in events.SIDES.items() if code != "supplier" or has_supplier}
    side = request.GET.get("side", "") if request.GET.get("side") in sides else ""
    page = events.page_of(case, request.user, kind=kind, side=side, number=request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "for_staff": request.user.is_staff_of_company,
        "filters": [
            ("Что", _choices("kind", kind, events.KINDS, {"side": side})),
            ("Чья сторона", _choices("side", side, sides, {"kind": kind})),
        ],
    }
    return render(request, "cases/history.html", context)


def _choices(
    name: str, chosen: str, known: Mapping[str, tuple[Any, ...]], others: dict[str, str]
) -> list[tuple[str, str, bool]]:
    """The links of one filter, which keep the other: address, words, whether it is the one shown."""
    kept = {key: value for key, value in others.items() if value}
    every = [("", "Все"), *((code, words) for code, (words, *_rest) in known.items())]
    return [(f"?{urlencode({**kept, name: code} if code else kept)}", words, code == chosen) for code, words in every]
