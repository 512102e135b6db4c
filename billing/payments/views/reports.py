"""Reports for accountants and administrators, each also as XLSX; papers of one payer."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from accounts.requests import Request
from billing.invoices.models import Invoice
from cabinet.company.queries import profile
from documents.tables import Cell, as_xlsx, shown
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import extracts, papers
from ..extracts import Act, Extract, Period
from ..queries import may_approve
from .exchange import downloaded
from .period import chosen_period
from .rights import for_money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS: dict[str, tuple[str, Callable[[Period], Extract]]] = {
    "turnover": ("Обороты по месяцам", extracts.turnover),
    "debts": ("Долги по срокам", lambda _period: extracts.debts(localdate())),
    "stages": ("Деньги по этапам", lambda _period: extracts.stages()),
    "payments": ("Движение денег", extracts.payments),
}


def _found(request: Request, report: str) -> tuple[str, Callable[[Period], Extract]]:
    if report not in REPORTS or not may_approve(request.user):
        raise Http404
    return REPORTS[report]


@for_money
@require_safe
def reports(request: Request) -> HttpResponse:
    if not may_approve(request.user):
        raise Http404
    context = {"reports": [(code, title) for code, (title, _make) in REPORTS.items()], "payers": extracts.payers()}
    return render(request, "payments/reports.html", context)


@for_money
@require_safe
def report(request: Request, report: str) -> HttpResponse:
    title, make = _found(request, report)
    form, period = chosen_period(request)
    told = make(period)
    context = {
        "title": title,
        "code": report,
        "form": form,
        "period": period,
        "heads": told.heads,
        "rows": [
            [(head, shown(cell), _is_number(cell)) for head, cell in zip(told.heads, row, strict=True)]
            for row in told.rows
        ],
        "has_period": report in {"turnover", "payments"},
    }
    return render(request, "payments/report.html", context, status=422 if form.errors else 200)


@for_money
@require_safe
def report_file(request: Request, report: str) -> HttpResponse:
    title, make = _found(request, report)
    _form, period = chosen_period(request)
    told = make(period)
    return downloaded(as_xlsx(told.title, told.heads, told.rows), f"{title} {localdate():%Y-%m-%d}.xlsx", XLSX)


@for_money
@require_safe
def reconciliation(request: Request) -> HttpResponse:
    """«Акт сверки» with a payer, by its place in the list, as PDF: no name stands in an address."""
    number = request.GET.get("of", "")
    payers = extracts.payers() if may_approve(request.user) else []
    if not number.isdecimal() or len(number) > 6 or int(number) >= len(payers):
        raise Http404
    payer, inn = payers[int(number)]
    _form, period = chosen_period(request)
    told = extracts.reconciliation(payer, inn, period)
    content = papers.reconciliation_act(told, profile(), today=localdate())
    return downloaded(content, f"Акт сверки {payer[:80]}.pdf", "application/pdf")


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def transfer_document(request: Request, pk: int) -> HttpResponse:
    """«УПД» of the service for which this invoice was paid; before the service is rendered there is none."""
    invoice = get_object_or_404(Invoice.objects.visible_to(request.user).select_related("case"), pk=pk)
    fact = extracts.rendered_on([invoice.case_id]).get(invoice.case_id)
    bills = list(Invoice.objects.standing().filter(case=invoice.case_id).order_by("pk"))
    if fact is None or not bills or not all(one.is_paid for one in bills):
        raise Http404
    act = Act(invoice.case, fact.happened_on, fact.title, bills)
    return downloaded(papers.transfer_document(act, profile()), f"УПД {act.number}.pdf", "application/pdf")


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) and cell is not None
