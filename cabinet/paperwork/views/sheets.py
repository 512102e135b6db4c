"""«Печать»: the card as a sheet of paper, for both sides."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from cabinet.cases.models import Case, Entry
from cabinet.cases.stage_line import line_of
from cabinet.company.queries import profile
from tenancy.access import Role, access
from tenancy.methods import require_safe
from ui import clock, words

from .. import queries
from ..qr import as_path
from ..values import receipt_address


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def sheet(request: Request, pk: int) -> HttpResponse:
    """What is known of a case today: facts, stages, every document in force with its hashes, the check of its receipt.

    Nothing that the other side may not see stands on it, whoever prints it: notes and documents that nobody has placed.
    """
    visible = Case.objects.visible_to(request.user).submitted()
    case = get_object_or_404(visible.select_related("applicant", "assignee", "author"), pk=pk)
    placed = Entry.objects.filter(case=case, kind=Entry.Kind.DOCUMENT, placed_at__isnull=False, withdrawal=None)
    code = queries.receipt_code(case)
    address = receipt_address(code) if code else ""
    now = timezone.now()
    context = {
        "base": "base_staff.html" if request.user.is_staff_of_company else "base_applicant.html",
        "case": case,
        "about": profile(),
        "facts": [pair for pair in case.nature.receipt(case, _moment(case.submitted_at)) if pair[1]],
        "stages": line_of(case) if case.nature.has_stages else [],
        "entries": placed.select_related("document").order_by("placed_at", "position", "pk"),
        "check_code": code,
        "check_address": receipt_address(),
        "qr": as_path(address) if address else None,
        "printed_at": _moment(now),
    }
    return render(request, "paperwork/sheet.html", context)


def _moment(moment: datetime | None) -> str:
    return f"{words.with_time(clock.local(moment))} ({clock.zone_of(moment)})" if moment else ""
