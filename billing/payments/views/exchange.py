"""«Обмен с 1С»: documents of a period as CSV and as EnterpriseData."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import Request
from audit import record
from billing.invoices.seller import seller_of
from cabinet.company.queries import profile
from documents.storage import attachment
from documents.tables import as_csv
from tenancy.methods import require_safe

from .. import enterprise_data, extracts
from .period import chosen_period
from .rights import for_money

_CSV = {"invoices": extracts.invoices, "acts": extracts.acts, "payments": extracts.payments}


@for_money
@require_safe
def exchange(request: Request) -> HttpResponse:
    form, period = chosen_period(request)
    context = {"form": form, "period": period, "acts": extracts.acts_in(period)}
    return render(request, "payments/exchange.html", context, status=422 if form.errors else 200)


@for_money
@require_safe
def exchange_file(request: Request, what: str) -> HttpResponse:
    form, period = chosen_period(request)
    if form.errors or what not in {*_CSV, "enterprise-data"}:
        raise Http404
    now = timezone.now()
    days = f"{period.since:%Y-%m-%d}_{period.until:%Y-%m-%d}"
    if what in _CSV:
        told = _CSV[what](period)
        content, name, kind = as_csv(told.heads, told.rows), f"{told.title} {days}.csv", "text/csv; charset=utf-8"
    else:
        content = enterprise_data.message(
            seller=seller_of(profile()),
            invoices=extracts.invoices_in(period),
            acts=extracts.acts_in(period),
            payments=extracts.payments_in(period),
            now=now,
        )
        name, kind = f"EnterpriseData {days}.xml", "application/xml"
    record(request.user, "payments.exported", profile(), now=now, what=what)
    return downloaded(content, name, kind)


def downloaded(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = attachment(name)
    return response
