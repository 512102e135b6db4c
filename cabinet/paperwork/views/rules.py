"""«Правила»: the whole rule pack for staff, as it is read by the machine, in words."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import Request
from cabinet.rules.packs import current_pack, editions, load
from tenancy.access import Role, access
from tenancy.methods import require_safe
from ui.words import in_words

from ..printed_rules import printed


@access(Role.STAFF)
@require_safe
def rules(request: Request) -> HttpResponse:
    """The edition of today, or the one of the day that is asked for: earlier cases go on under theirs."""
    pack = current_pack()
    known = editions(pack.code)
    if asked := request.GET.get("edition", ""):
        chosen = next((edition for edition in known if edition.isoformat() == asked), None)
        if chosen is None:
            raise Http404
        pack = load(pack.code, chosen)
    context = {"rules": pack, "printed": printed(pack), "tabs": _tabs(known, pack.valid_from)}
    return render(request, "paperwork/rules.html", context)


def _tabs(known: tuple[date, ...], shown: date) -> list[dict[str, object]]:
    """The newest edition first."""
    return [
        {"text": f"С {in_words(edition)}", "url": f"?edition={edition}", "current": edition == shown}
        for edition in reversed(known)
    ]
