"""«Тариф и счета»: what the administrators of a company see of its plan, its usage and its invoices."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import hands_out_file, require_safe

from .. import papers
from ..account import Account
from ..models import Invoice
from .files import pdf


@access(Role.ADMINISTRATOR)
@require_safe
def plan(request: Request) -> HttpResponse:
    account = Account.of(request.company, now=timezone.now())
    return render(request, "subscriptions/company_plan.html", {"account": account})


@access(Role.ADMINISTRATOR)
@require_safe
@hands_out_file
def invoice(request: Request, key: uuid.UUID) -> HttpResponse:
    found = _own(request, key)
    return pdf(papers.invoice_pdf(found), f"{found.get_kind_display()} {found.number}")


@access(Role.ADMINISTRATOR)
@require_safe
@hands_out_file
def act(request: Request, key: uuid.UUID) -> HttpResponse:
    found = _own(request, key, kind=Invoice.Kind.MONTHLY)
    return pdf(papers.act_pdf(found), f"Акт {found.number}")


def _own(request: Request, key: uuid.UUID, **kind: str) -> Invoice:
    """Issued to this company: the table is shared by all."""
    issued = Invoice.objects.filter(company=request.company, state=Invoice.State.ISSUED).select_related("about")
    return get_object_or_404(issued, key=key, **kind)
