from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .queries import told_of, zone_name
from .rows import SIDES, day_rows, term_rows, totals


@access(Role.STAFF)
@require_safe
def terms(request: Request, pk: int) -> HttpResponse:
    """«Сроки»: what runs, by which point, and whose each day was."""
    return render(request, "terms/terms.html", _context(request, pk))


@access(Role.STAFF)
@require_safe
def days(request: Request, pk: int) -> HttpResponse:
    """«Чей это день» as a sheet for print: what a court reads."""
    return render(request, "terms/days.html", _context(request, pk) | {"about": profile()})


def _context(request: Request, pk: int) -> dict[str, Any]:
    visible = Case.objects.visible_to(request.user).filter(kind__in=kinds_with_stages())
    case = get_object_or_404(visible.select_related("application", "applicant"), pk=pk)
    now = timezone.localtime()
    told = told_of([case], looked_on=now.date()).get(case.pk)
    context: dict[str, Any] = {"case": case, "told": told, "now": now, "zone": zone_name()}
    if told is not None:
        context |= {
            "course": told.course,
            "category": told.category,
            "terms": term_rows(told),
            "days": day_rows(told),
            "totals": list(totals(told.course)),
            "move": SIDES[told.course.move],
            "is_reckoned": any(term.needs_lawyer for term in told.course.terms),
        }
    return context
