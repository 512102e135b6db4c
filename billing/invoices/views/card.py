"""The card of an invoice, for both sides, and what each may do with it."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from accounts.models import User
from accounts.requests import Request
from billing.reckoning.kopecks import in_roubles
from billing.sheets import code as payment_code
from billing.tariffs.rights import reckons_prices
from documents.errors import UploadGone
from documents.kinds import ACCEPT, hint
from documents.queries import uploads_for
from documents.services import cancel_upload, hold_upload
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import require_safe

from .. import blocks, services
from ..forms import CancelForm, NextForm, PaidForm
from ..models import Invoice, InvoiceQuerySet
from ..rights import may_issue
from ..sheet import parts_of, sheet_of
from ..states import state_of


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def invoice(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_cards(request.user), pk=pk)
    for_staff = request.user.is_staff_of_company
    sheet = sheet_of(found)
    state = state_of(found, localdate())
    is_open = state.code in {"issued", "partly", "overdue"}
    words = sheet.code if is_open and not for_staff else None
    successor = Invoice.objects.filter(replaces=found).first() if found.is_cancelled else None
    context: dict[str, Any] = {
        "invoice": found,
        "case": found.case,
        "sheet": sheet,
        "state": state,
        "for_staff": for_staff,
        "is_open": is_open,
        "sum": in_roubles(found.kopecks),
        "paid": in_roubles(found.paid_kopecks) if found.paid_kopecks else "",
        "left": in_roubles(found.left),
        "facts": _facts(found),
        "requisites": _requisites(found),
        "lines": [(line, in_roubles(line.sum.gross)) for line in sheet.lines],
        "parts": [(part, in_roubles(part.gross)) for part in parts_of(found)],
        # Our own drawing of our own words: no text of people is in it.
        "code": mark_safe(payment_code.svg(words, title="Код для оплаты")) if words else "",  # noqa: S308
        "successor": successor if for_staff or (successor and successor.placed_at) else None,
        "may_issue": for_staff and may_issue(request.user),
        "may_say": is_open and not for_staff and request.user.may_act,
        "has_next": _has_next(found),
        "may_reckon_interest": for_staff and bool(found.schedule) and not found.is_cancelled and reckons_prices(),
        "blocks": blocks.blocks_of(found, request.user),
    }
    return render(request, "invoices/invoice.html", context)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def file(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_cards(request.user).exclude(document=None), pk=pk)
    assert found.document is not None  # noqa: S101  (the query has asked)
    return hand_out(found.document, own=True)


@access(Role.APPLICANT)
def paid(request: Request, pk: int) -> HttpResponse:
    """«Я оплатил»: a word to the company, with the payment order."""
    found = get_object_or_404(_cards(request.user).standing(), pk=pk)
    if not request.user.may_act:
        raise Http404
    now = timezone.now()
    purpose = f"invoice-paid:{found.pk}"
    is_sent = request.method == "POST"
    form = PaidForm(request.POST if is_sent else None)
    refusal = _held(request, purpose) if is_sent else ""
    waiting = next((one for one in uploads_for(request.user, purpose) if one.document_id), None)
    if is_sent and form.is_valid() and not refusal:
        try:
            services.say_paid(found, **form.cleaned_data, order=waiting, by=request.user, key=key_of(request), now=now)
        except DomainError as problem:
            refusal = problem.message
        else:
            messages.success(
                request, "Сообщили сетевой организации. Счёт станет оплаченным, когда деньги поступят по выписке банка."
            )
            return redirect(found)
    context = {
        "invoice": found, "form": form, "waiting": waiting, "refusal": refusal, "accept": ACCEPT, "upload_hint": hint(),
    }  # fmt: skip
    return render(request, "invoices/paid.html", context, status=422 if is_sent else 200)


@access(Role.CLERK)
def cancellation(request: Request, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel(found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, "Счёт отменён. Заявителю отправлено письмо.")
            return redirect(found)
    return render(
        request, "invoices/cancellation.html", {"form": form, "invoice": found}, status=422 if form.errors else 200
    )


@access(Role.CLERK)
def next_part(request: Request, pk: int) -> HttpResponse:
    """The next payment of the schedule."""
    found = to_change(request, pk)
    form = NextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.issue_next(
                found,
                pay_until=form.cleaned_data["pay_until"],
                by=request.user,
                key=key_of(request),
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, f"Выставлен счёт № {made.number}.")
            return redirect(made)
    context = {
        "form": form, "invoice": found, "parts": [(part, in_roubles(part.gross)) for part in parts_of(found)],
    }  # fmt: skip
    return render(request, "invoices/next.html", context, status=422 if form.errors else 200)


def _cards(user: User) -> InvoiceQuerySet:
    return Invoice.objects.visible_to(user).select_related("case__applicant", "document", "replaces", "cancelled_by")


def to_change(request: Request, pk: int) -> Invoice:
    found = get_object_or_404(_cards(request.user), pk=pk)
    if not may_issue(request.user):
        raise Http404
    return found


def _has_next(invoice: Invoice) -> bool:
    if not invoice.schedule or invoice.is_cancelled:
        return False
    owed = sum(1 for part in invoice.schedule if part["gross"])
    family = Invoice.objects.standing().filter(first=invoice.first_id or invoice.pk).count()
    return family + 1 < owed


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    until = f"{invoice.pay_until:%d.%m.%Y} включительно" if invoice.pay_until else invoice.pay_within
    return [
        ("Выставлен", f"{invoice.issued_on:%d.%m.%Y}"),
        ("Оплатить до" if invoice.pay_until else "Срок оплаты", until),
        ("Основание", invoice.basis),
        ("Плательщик", invoice.payer_name),
        ("НДС", f"{invoice.vat_percent} %, {in_roubles(invoice.vat_kopecks)}" if invoice.vat_percent else "без НДС"),
        ("Оплачен", f"{invoice.paid_on:%d.%m.%Y}" if invoice.paid_on else ""),
        ("Возвращено", in_roubles(invoice.returned_kopecks) if invoice.returned_kopecks else ""),
        ("Причина отмены", invoice.cancel_reason),
    ]


def _requisites(invoice: Invoice) -> list[tuple[str, str, str]]:
    """Name, value, and the id of the element that «Скопировать» takes."""
    seller = invoice.seller
    pairs = [
        ("Получатель", seller["full_name"]),
        ("ИНН", seller["inn"]),
        ("КПП", seller["kpp"]),
        ("Расчётный счёт", seller["bank_account"]),
        ("Банк", seller["bank_name"]),
        ("БИК", seller["bik"]),
        ("Корр. счёт", seller["correspondent_account"]),
        ("Сумма", f"{invoice.left // 100}.{invoice.left % 100:02}"),
        ("Назначение платежа", invoice.purpose),
    ]
    return [(name, value, f"requisite-{n}") for n, (name, value) in enumerate(pairs)]


def _held(request: Request, purpose: str) -> str:
    """Take the file into the waiting room; what was wrong with it."""
    file = request.FILES.get("order")
    if file is None:
        return ""
    for waiting in uploads_for(request.user, purpose):
        with suppress(UploadGone):
            cancel_upload(waiting)
    try:
        hold_upload(file, purpose=purpose, by=request.user, now=timezone.now())
    except DomainError as problem:
        return problem.message
    return ""
