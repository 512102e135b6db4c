from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

import documents.services
from accounts.requests import Request
from audit import record
from cabinet.cases.files.archive import ARCHIVES
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case, Entry
from cabinet.company.queries import profile
from cabinet.rules.citation import for_staff
from documents.storage import attachment
from documents.zip_stream import zipped
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .complaint import draft
from .package import Package, file_name
from .queries import told_of, zone_name
from .rows import SIDES, day_rows, term_rows, totals

NOT_COUNTED = "Сроки этой заявки не считаются: ответов не хватает, чтобы определить категорию"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


@access(Role.APPLICANT)
@require_safe
@never_cache
def complaint(request: Request, pk: int) -> HttpResponse:
    """«Черновик жалобы»: the facts as a Word file, for the applicant alone."""
    case = _case(request, pk)
    now = timezone.now()
    told = told_of([case], looked_on=timezone.localdate()).get(case.pk)
    if told is None:
        messages.info(request, NOT_COUNTED)
        return redirect(case)
    papers = Entry.objects.shown_to_applicant().handed_over().filter(case=case, document__isnull=False)
    content = draft(told, profile(), papers.select_related("document").order_by("placed_at", "pk"), now=now)
    record(request.user, "case.complaint_drafted", case, now=now)
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = attachment(f"Черновик жалобы, заявка {case.number or case.pk}.docx")
    return answer


@access(Role.STAFF)
@require_safe
@never_cache
def evidence(request: Request, pk: int) -> HttpResponseBase:
    """«Доказательства (ZIP)»: everything that proves the course of the case, checked without the cabinet."""
    case = _case(request, pk)
    told = told_of([case], looked_on=timezone.localdate()).get(case.pk)
    if told is None:
        messages.info(request, NOT_COUNTED)
        return redirect(case)
    if not ARCHIVES.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    made = Package(told, profile(), request.user, now=now)
    record(request.user, "case.evidence_downloaded", case, now=now)
    answer = StreamingHttpResponse(zipped(made.members()), content_type="application/zip")
    answer["Content-Disposition"] = attachment(file_name(told))
    return answer


def _case(request: Request, pk: int) -> Case:
    visible = Case.objects.visible_to(request.user).submitted().filter(kind__in=kinds_with_stages())
    return get_object_or_404(visible.select_related("application", "applicant"), pk=pk)


def _context(request: Request, pk: int) -> dict[str, Any]:
    case = _case(request, pk)
    now = timezone.localtime()
    told = told_of([case], looked_on=now.date()).get(case.pk)
    context: dict[str, Any] = {"case": case, "told": told, "now": now, "zone": zone_name()}
    if told is not None:
        context |= {
            "course": told.course,
            "category": told.category,
            "point": for_staff(told.category),
            "terms": term_rows(told),
            "days": day_rows(told),
            "totals": list(totals(told.course)),
            "move": SIDES[told.course.move],
            "is_reckoned": any(term.needs_lawyer for term in told.course.terms),
        }
    return context
