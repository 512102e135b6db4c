"""Statements of the bank: the import with its report, and the files that were brought."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from audit import record
from billing.bank.statement import StatementRefused
from cabinet.company.queries import profile
from cabinet.contracts.rights import may_record_payments
from documents.policy import MEGABYTE, policy
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import require_safe

from .. import queries, services
from ..errors import StatementTooLarge
from ..forms import StatementForm
from ..models import Statement
from .listing import tabs
from .rights import for_money

LINES = 100  # of a report on one page


@access(Role.STAFF)
@require_safe
def statement_list(request: Request) -> HttpResponse:
    page = Paginator(queries.statements(), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_act": may_record_payments(request.user), "tabs": tabs("statements")}
    return render(request, "payments/statements.html", context)


@for_money
def take_statement(request: Request) -> HttpResponse:
    """«Загрузить выписку»."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            limit = min(services.MOST_BYTES, policy().max_file_size)
            if (file.size or 0) > limit:  # what is longer was not written to the disk whole
                raise StatementTooLarge(limit // MEGABYTE)
            statement = services.take_statement(
                file.read(), name=file.name or "", by=request.user, key=key_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("statement", pk=statement.pk)
    context = {"form": form, "account": profile().bank_account}
    return render(request, "payments/take_statement.html", context, status=422 if form.errors else 200)


@access(Role.STAFF)
@require_safe
def statement(request: Request, pk: int) -> HttpResponse:
    """The report of one file, line by line."""
    found = get_object_or_404(Statement.objects.select_related("taken_by", "document"), pk=pk)
    only = request.GET.get("only", "")
    page = Paginator(queries.lines_of(found, only), LINES).get_page(request.GET.get("page"))
    counts = [(title, str(found.counts.get(code, ""))) for code, title in queries.COUNTED.items()]
    here = reverse("statement", args=[pk])
    context = {
        "statement": found,
        "refusal": StatementRefused(found.refusal_code).sentence if found.refusal_code else "",  # type: ignore[arg-type]
        "counts": counts,
        "page": page,
        "tabs": [
            {"url": here, "text": "Все строки", "current": only != "doubtful"},
            {"url": f"{here}?only=doubtful", "text": "Требуют внимания", "current": only == "doubtful"},
        ],
        "may_act": may_record_payments(request.user),
    }
    return render(request, "payments/statement.html", context)


@access(Role.STAFF)
@require_safe
def statement_file(request: Request, pk: int) -> HttpResponse:
    """The file as it was brought, as a plain download."""
    found = get_object_or_404(Statement.objects.select_related("document"), pk=pk)
    if found.document is None:
        raise Http404
    response = hand_out(found.document, own=True)
    record(request.user, "payments.statement_downloaded", found, now=timezone.now())
    return response
