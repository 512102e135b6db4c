"""«Платежи» of operators: statements of the bank, the report of each, what waits for a person."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import hands_out_file, posted_from, require_safe

from ..forms import ReasonForm, StatementForm
from ..models import BankFile, Invoice, Payment
from ..queries import open_invoices
from ..services import payments

PAGE_SIZE = 20
GUESSES = 3


@dataclass(frozen=True)
class Waiting:
    """A payment and what it may be for, the best first."""

    payment: Payment
    best: list[Invoice]
    others: list[Invoice]


@access(Role.OPERATOR)
def index(request: Request) -> HttpResponse:
    form = StatementForm(request.POST, request.FILES) if request.method == "POST" else StatementForm()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = payments.take_file(sent.read(), name=sent.name, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("platform_statement", made.key)
    opened = open_invoices()
    files = Paginator(BankFile.objects.defer("content"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "waiting": [_guessed(payment, opened) for payment in Payment.objects.waiting()],
        "page": files,
        "aside_form": ReasonForm(),
    }
    return render(request, "subscriptions/payments.html", context, status=422 if form.errors else 200)


def _guessed(payment: Payment, opened: list[Invoice]) -> Waiting:
    """What the file has proposed, then invoices of the payer, then of the same sum."""
    named = [invoice for number in payment.guesses for invoice in opened if invoice.number == number]
    of_payer = [one for one in opened if payment.payer_inn and one.buyer.get("inn") == payment.payer_inn]
    of_sum = [one for one in opened if one.owed == payment.rest]
    best = list(dict.fromkeys([*named, *of_payer, *of_sum]))[:GUESSES]
    return Waiting(payment, best, [one for one in opened if one not in best])


@access(Role.OPERATOR)
@require_safe
def report(request: Request, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(BankFile.objects.defer("content"), key=key)
    lines = found.lines.select_related("payment").prefetch_related("payment__applied__invoice")
    page = Paginator(lines, 100).get_page(request.GET.get("page"))
    return render(request, "subscriptions/statement_report.html", {"file": found, "page": page})


@access(Role.OPERATOR)
@require_safe
@hands_out_file
def file(request: Request, key: uuid.UUID) -> HttpResponse:
    """The bytes as they came: as a file, never as a page."""
    found = get_object_or_404(BankFile, key=key)
    header = content_disposition_header(True, found.name)
    headers = {"Content-Disposition": header or "", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type="application/octet-stream", headers=headers)


@access(Role.OPERATOR)
@posted_from("platform_payments")
def apply(request: Request, key: uuid.UUID) -> HttpResponse:
    """One press on the invoice that it is for."""
    payment = get_object_or_404(Payment, key=key)
    payable = Invoice.objects.payable()
    invoice = get_object_or_404(payable, number=request.POST.get("invoice", ""))
    payments.apply(payment, invoice, by=request.user, now=timezone.now())
    messages.success(request, f"Платёж № {payment.document} отнесён к счёту № {invoice.number}")
    return redirect("platform_payments")


@access(Role.OPERATOR)
def aside(request: Request, key: uuid.UUID) -> HttpResponse:
    payment = get_object_or_404(Payment.objects.with_rest(), key=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.set_aside(payment, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Платёж отложен: он не относится к счетам")
            return redirect("platform_payments")
    context = {"form": form, "payment": payment}
    return render(request, "subscriptions/payment_aside.html", context, status=422 if form.errors else 200)
