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
from cabinet.cases.models import Case, CaseQuerySet, Entry
from cabinet.company.queries import profile
from cabinet.rules.citation import for_staff
from documents.storage import attachment
from documents.zip_stream import zipped
from tenancy.access import Role, access
from tenancy.methods import require_http_methods, require_safe

from . import outages
from .complaint import draft
from .forms import OutageForm, TakingBackForm
from .package import Package, file_name
from .queries import zone_name
from .rows import SIDES, day_rows, term_rows, totals
from .shown import Shown

NO_OUTAGES = "В дни сроков этой заявки не попадает ни один перерыв, который ещё не применён"
NOTHING_APPLIED = "К срокам этой заявки не применён ни один перерыв"
NOT_COUNTED = "Сроки этой заявки не считаются: ответов не хватает, чтобы определить категорию"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access(Role.STAFF)
@require_safe
def terms(request: Request, pk: int) -> HttpResponse:
    """«Сроки»: what runs, by which point, and whose each day was."""
    return render(request, "terms/terms.html", _context(request, pk))


@access(Role.STAFF)
@require_http_methods(["GET", "POST"])
def outage(request: Request, pk: int) -> HttpResponse:
    """Apply an outage of the platform to a term: by the rules the term keeps its last day."""
    case = _case(request, pk, Case.objects.acted_on_by(request.user))
    shown = Shown.of(case)
    if shown is None or not shown.choices:
        messages.info(request, NO_OUTAGES if shown else NOT_COUNTED)
        return redirect("case_terms", pk)
    form = OutageForm(request.POST or None, choices=shown.choices)
    if request.method == "GET" or not form.is_valid():
        if shown.has_applied(request.POST.get("choice", "")):  # a second press
            return redirect("case_terms", pk)
        return render(request, "terms/outage.html", {"case": case, "form": form}, status=422 if form.errors else 200)
    outages.apply(case, form.chosen, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, "Перерыв применён. По правилам последний день срока прежний")
    return redirect("case_terms", pk)


@access(Role.STAFF)
@require_http_methods(["GET", "POST"])
def outage_back(request: Request, pk: int) -> HttpResponse:
    """Take back what was applied to a term."""
    case = _case(request, pk, Case.objects.acted_on_by(request.user))
    standing = [one for one in outages.grounds_of(case, now=timezone.now()) if not one.taken_back]
    if not standing:
        messages.info(request, NOTHING_APPLIED)
        return redirect("case_terms", pk)
    form = TakingBackForm(request.POST or None, grounds=standing, chosen=request.GET.get("ground", ""))
    if request.method == "GET" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "terms/outage_back.html", context, status=422 if form.errors else 200)
    outages.take_back(case, form.chosen, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, "Применение перерыва отменено")
    return redirect("case_terms", pk)


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
    shown = Shown.of(case)
    if shown is None:
        messages.info(request, NOT_COUNTED)
        return redirect(case)
    papers = Entry.objects.shown_to_applicant().handed_over().filter(case=case, document__isnull=False)
    content = draft(
        shown.told, shown.grounds, profile(), papers.select_related("document").order_by("placed_at", "pk"), now=now
    )
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
    shown = Shown.of(case)
    if shown is None:
        messages.info(request, NOT_COUNTED)
        return redirect(case)
    if not ARCHIVES.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    made = Package(shown.told, shown.grounds, profile(), request.user, now=now)
    record(request.user, "case.evidence_downloaded", case, now=now)
    answer = StreamingHttpResponse(zipped(made.members()), content_type="application/zip")
    answer["Content-Disposition"] = attachment(file_name(shown.told))
    return answer


def _case(request: Request, pk: int, cases: CaseQuerySet | None = None) -> Case:
    found = Case.objects.visible_to(request.user) if cases is None else cases
    visible = found.submitted().filter(kind__in=kinds_with_stages())
    return get_object_or_404(visible.select_related("application", "applicant"), pk=pk)


def _context(request: Request, pk: int) -> dict[str, Any]:
    case = _case(request, pk)
    context: dict[str, Any] = {"case": case, "told": None, "now": timezone.localtime(), "zone": zone_name()}
    shown = Shown.of(case)
    if shown is not None:
        told, grounds = shown.told, shown.grounds
        context |= {
            "told": told,
            "course": told.course,
            "category": told.category,
            "point": for_staff(told.category),
            "terms": term_rows(told, grounds),
            "days": day_rows(told, grounds),
            "totals": list(totals(told.course)),
            "move": SIDES[told.course.move],
            "is_reckoned": any(term.needs_lawyer for term in told.course.terms),
            "grounds": grounds,
            "can_apply_outage": bool(shown.choices) and request.user.may_act,
        }
    return context
