"""«Проценты за рассрочку»: reckoned by days and shown step by step; the invoice is then one of a typed line."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import Request
from billing.directory.queries import key_rates
from billing.reckoning.interest import Debt, Interest, KeyRateUnknown, reckon
from billing.reckoning.kopecks import in_roubles
from billing.reckoning.law import NoSuchRule, interest_rule
from billing.tariffs.rights import where_prices_are_reckoned
from tenancy.access import Role, access
from tenancy.methods import require_safe

from ..forms import InterestForm
from ..models import Invoice
from ..queries import left_of_schedule
from .card import to_change


@access(Role.CLERK)
@require_safe
@where_prices_are_reckoned
def interest(request: Request, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    if found.is_cancelled:
        raise Http404
    form = InterestForm(
        request.GET if "until" in request.GET else None, initial={"debt": in_roubles(left_of_schedule(found))[:-2]}
    )
    context: dict[str, Any] = {"form": form, "invoice": found}
    if form.is_valid():
        context |= _reckoned(form, found)
    return render(request, "invoices/interest.html", context, status=422 if form.errors else 200)


def _reckoned(form: InterestForm, invoice: Invoice) -> dict[str, Any]:
    answers = form.cleaned_data
    try:
        rule = interest_rule(answers["since"])
        told = reckon([Debt(answers["since"], answers["debt"])], answers["until"], key_rates(), rule.points)
    except KeyRateUnknown as gap:
        form.add_error(None, f"{gap}. Её вводит оператор площадки; пока введите проценты строкой счёта сами")
        return {}
    except NoSuchRule as gap:
        form.add_error("since", f"{gap}. Введите проценты строкой счёта сами")
        return {}
    return {"rule": rule, "interest": told, "total": in_roubles(told.kopecks), "issue_url": _issue(invoice, form, told)}


def _issue(invoice: Invoice, form: InterestForm, told: Interest) -> str:
    """The page of a new invoice, where the accountant looks at the line, at VAT above all."""
    answers = form.cleaned_data
    days = f"{answers['since'] + timedelta(days=1):%d.%m.%Y}–{answers['until']:%d.%m.%Y}"
    line = {
        "extra_1_name": f"Проценты за рассрочку за {days}",
        "extra_1_price": in_roubles(told.kopecks)[:-2],
        "extras_reason": f"Условия рассрочки по счёту № {invoice.number}, остаток {in_roubles(answers['debt'])}",
    }
    return f"{reverse('invoice_new', args=[invoice.case_id])}?{urlencode(line)}"
