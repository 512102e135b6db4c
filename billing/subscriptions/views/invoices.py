"""«Счета» of operators: drafts, review, issue, corrections, payments marked by hand."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import hands_out_file, posted_from, require_safe
from ui import forms
from ui.lists import beyond_first, remember_place

from .. import papers
from ..forms import CorrectionForm, PaymentForm, ReasonForm, kopecks
from ..models import Applied, Invoice
from ..queries import open_invoices, with_sums
from ..services import invoicing, payments
from .files import pdf

State = Invoice.State
PAGE_SIZE = 20
TABS = {
    "draft": "Черновики",
    "reviewed": "Проверены",
    "open": "Ждут оплаты",
    "issued": "Выставлены",
    "nothing": "Без оплаты",
}


@access(Role.OPERATOR)
@require_safe
def index(request: Request) -> HttpResponse:
    opened = [invoice.pk for invoice in open_invoices()]
    tab = request.GET.get("tab", "")
    counts = {name: _listed(name, opened).count() for name in TABS}
    if tab not in TABS:
        tab = next((name for name in ("draft", "reviewed", "open") if counts[name]), "issued")
    page = Paginator(with_sums(_listed(tab, opened)), PAGE_SIZE).get_page(request.GET.get("page"))
    remember_place(request, "platform_invoices", {"tab": tab, "page": beyond_first(page)})
    tabs = [
        {"url": f"?{urlencode({'tab': name})}", "text": text, "current": name == tab, "count": counts[name]}
        for name, text in TABS.items()
    ]
    return render(request, "subscriptions/invoices.html", {"tabs": tabs, "page": page, "tab": tab})


def _listed(tab: str, opened: list[int]) -> Any:
    if tab == "open":
        return Invoice.objects.filter(pk__in=opened).order_by("issued_on", "pk")
    return Invoice.objects.filter(state=tab).order_by("-issued_on", "-period", "-pk")


@access(Role.OPERATOR)
@require_safe
def invoice(request: Request, key: uuid.UUID) -> HttpResponse:
    found = _invoice(key)
    context = {
        "invoice": found,
        "applied": found.applied.select_related("payment"),
        "documents": found.changes.order_by("pk"),
        "steps": found.steps.order_by("days"),
        "purpose": papers.purpose_of(found) if found.is_issued and found.kind == Invoice.Kind.MONTHLY else "",
    }
    return render(request, "subscriptions/invoice.html", context)


@access(Role.OPERATOR)
@require_safe
@hands_out_file
def pdf_of(request: Request, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Invoice.objects.select_related("about"), key=key, state=State.ISSUED)
    return pdf(papers.invoice_pdf(found), f"{found.get_kind_display()} {found.number}")


@access(Role.OPERATOR)
@require_safe
@hands_out_file
def act_of(request: Request, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Invoice, key=key, state=State.ISSUED, kind=Invoice.Kind.MONTHLY)
    return pdf(papers.act_pdf(found), f"Акт {found.number}")


def _page_of(request: Request, key: uuid.UUID) -> Invoice:
    return _invoice(key)


@access(Role.OPERATOR)
@posted_from(_page_of)
def review(request: Request, key: uuid.UUID) -> HttpResponse:
    return _done(
        request, invoicing.review(_invoice(key), by=request.user, now=timezone.now()), "Месяц закрыт, счёт проверен"
    )


@access(Role.OPERATOR)
@posted_from(_page_of)
def send_back(request: Request, key: uuid.UUID) -> HttpResponse:
    return _done(
        request, invoicing.send_back(_invoice(key), by=request.user, now=timezone.now()), "Счёт снова черновик"
    )


@access(Role.OPERATOR)
@posted_from(_page_of)
def issue(request: Request, key: uuid.UUID) -> HttpResponse:
    made = invoicing.issue(_invoice(key), by=request.user, now=timezone.now())
    said = f"Выставлен счёт № {made.number}, письмо отправлено" if made.is_issued else "Платить нечего: номера не будет"
    return _done(request, made, said)


def _done(request: Request, found: Invoice, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(found)


@access(Role.OPERATOR)
def correct(request: Request, key: uuid.UUID) -> HttpResponse:
    def act(form: CorrectionForm, found: Invoice, by: User, now: datetime) -> str:
        made = invoicing.correct(
            found, net=form.net, reason=form.cleaned_data["reason"], by=by, key=key_of(request), now=now
        )
        return f"Выставлена корректировка № {made.number}"

    form = CorrectionForm(request.POST or None)
    return _act(request, key, form, act, title="Корректировка счёта", button="Выставить корректировку")


@access(Role.OPERATOR)
def cancel(request: Request, key: uuid.UUID) -> HttpResponse:
    def act(form: ReasonForm, found: Invoice, by: User, now: datetime) -> str:
        made = invoicing.cancel(found, reason=form.cleaned_data["reason"], by=by, key=key_of(request), now=now)
        return f"Счёт аннулирован документом № {made.number}"

    about = "Деньги, которые за него поступили, вернутся в разбор. Счёт за этот месяц можно будет составить заново."
    form = ReasonForm(request.POST or None)
    return _act(request, key, form, act, title="Аннулировать счёт", button="Аннулировать", about=about, danger=True)


@access(Role.OPERATOR)
def mark(request: Request, key: uuid.UUID) -> HttpResponse:
    def act(form: PaymentForm, found: Invoice, by: User, now: datetime) -> str:
        answers = form.cleaned_data
        payments.mark(
            found, kopecks=kopecks(answers["sum"]), paid_on=answers["paid_on"], document=answers["document"], by=by,
            key=key_of(request), now=now,
        )  # fmt: skip
        return "Оплата отмечена"

    about = "Когда этот платёж придёт в выписке, второй раз он не учтётся."
    form = PaymentForm(request.POST or None)
    return _act(request, key, form, act, title="Отметить оплату", button="Отметить оплату", about=about)


@access(Role.OPERATOR)
def take_back(request: Request, pk: int) -> HttpResponse:
    applied = get_object_or_404(Applied.objects.select_related("invoice"), pk=pk)

    def act(form: ReasonForm, found: Invoice, by: User, now: datetime) -> str:
        payments.take_back(applied, reason=form.cleaned_data["reason"], by=by, now=now)
        return "Платёж снят со счёта и ждёт разбора"

    form = ReasonForm(request.POST or None)
    return _act(request, applied.invoice.key, form, act, title="Снять платёж со счёта", button="Снять", danger=True)


def _act(
    request: Request, key: uuid.UUID, form: forms.Form, act: Callable[[Any, Invoice, User, datetime], str],
    **shown: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form about an invoice. A refusal is said in the form, which keeps what was typed."""
    found = _invoice(key)
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form, found, request.user, timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _done(request, found, said)
    context = {"form": form, "invoice": found, "shown": shown}
    return render(request, "subscriptions/invoice_act.html", context, status=422 if form.errors else 200)


def _invoice(key: uuid.UUID) -> Invoice:
    return get_object_or_404(with_sums(Invoice.objects.select_related("company", "about")), key=key)
