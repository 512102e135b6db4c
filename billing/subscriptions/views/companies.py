"""«Начисления» of operators: what each company has used, its plan, its events and corrections, its debt."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from audit import record
from billing.reckoning.kopecks import in_roubles
from billing.usage import services as usage
from billing.usage.dimensions import Dimension
from billing.usage.models import Event
from tenancy.access import Role, access
from tenancy.company import inside
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from, require_safe
from tenants.models import GridCompany
from ui.lists import beyond_first, remember_place

from ..account import Account
from ..forms import ReasonForm, SubscribeForm, UsageForm
from ..models import Invoice
from ..queries import debts as debts_of
from ..services import debts, invoicing, plans, rollup

PAGE_SIZE = 20
EVENTS = 100  # on a page


@access(Role.OPERATOR)
@require_safe
def index(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = GridCompany.objects.matching(words).order_by("short_name", "pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    remember_place(request, "platform_usage", {"q": words, "page": beyond_first(page)})
    owed, now = debts_of(), timezone.now()
    rows = [
        {"company": account.company, "account": account, "owed": owed.get(account.company.pk, 0)}
        for account in Account.of_each(list(page.object_list), now=now)
    ]
    return render(request, "subscriptions/companies.html", {"rows": rows, "page": page, "words": words})


@access(Role.OPERATOR)
@require_safe
def company(request: Request, pk: int) -> HttpResponse:
    return _card(request, _company(pk))


def _page_of(request: Request, pk: int) -> Any:
    return reverse("platform_account", args=[_company(pk).pk])


@access(Role.OPERATOR)
@posted_from(_page_of)
def subscribe(request: Request, pk: int) -> HttpResponse:
    found, form = _company(pk), SubscribeForm(request.POST)
    if not form.is_valid():
        return _card(request, found, subscribe_form=form)
    answers = form.cleaned_data
    try:
        made = plans.subscribe(
            found, form.chosen, since=answers["since"], trial_days=answers["trial_days"] or 0, reason=answers["reason"],
            by=request.user, key=key_of(request), now=timezone.now(),
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error("since", refusal.message)
        return _card(request, found, subscribe_form=form)
    messages.success(request, f"{made.company.short_name}: {made.title} с {made.since:%d.%m.%Y}")
    return redirect("platform_account", pk)


@access(Role.OPERATOR)
@posted_from(_page_of)
def correct(request: Request, pk: int) -> HttpResponse:
    found, form = _company(pk), UsageForm(request.POST)
    if not form.is_valid():
        return _card(request, found, usage_form=form)
    answers, now = form.cleaned_data, timezone.now()
    dimension = Dimension(answers["dimension"])
    try:
        with inside(found):
            usage.correct(
                dimension, form.signed, day=answers["day"], reason=answers["reason"], by=request.user.short_name,
                key=str(key_of(request)), now=now,
            )  # fmt: skip
            rollup.gather(found)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _card(request, found, usage_form=form)
    told = {"dimension": dimension.value, "quantity": form.signed, "reason": answers["reason"]}
    record(request.user, "usage.corrected", found, now=now, **told)
    messages.success(request, "Исправление записано и учтено")
    return redirect("platform_account", pk)


@access(Role.OPERATOR)
@posted_from(_page_of)
def draw(request: Request, pk: int) -> HttpResponse:
    drawn = invoicing.draw_due(_company(pk), now=timezone.now())
    messages.success(
        request, f"Составлено черновиков: {len(drawn)}" if drawn else "Все закончившиеся месяцы уже со счетами"
    )
    return redirect("platform_account", pk)


@access(Role.OPERATOR)
@posted_from(_page_of)
def pause(request: Request, pk: int) -> HttpResponse:
    found, form = _company(pk), ReasonForm(request.POST, prefix="pause")
    if not form.is_valid():
        return _card(request, found, pause_form=form)
    reason = form.cleaned_data["reason"]
    debts.pause(found, reason=reason, by=request.user, key=key_of(request), now=timezone.now())
    messages.success(request, "Взыскание приостановлено: ограничения сняты, дни не считаются")
    return redirect("platform_account", pk)


@access(Role.OPERATOR)
@posted_from(_page_of)
def resume(request: Request, pk: int) -> HttpResponse:
    debts.resume(_company(pk), by=request.user, now=timezone.now())
    messages.success(request, "Взыскание возобновлено: дни считаются дальше")
    return redirect("platform_account", pk)


def _card(
    request: Request,
    found: GridCompany,
    *,
    subscribe_form: SubscribeForm | None = None,
    usage_form: UsageForm | None = None,
    pause_form: ReasonForm | None = None,
) -> HttpResponse:
    """With what was typed wrong in one of its forms."""
    account = Account.of(found, now=timezone.now(), month=_month(request))
    wrong = subscribe_form or usage_form or pause_form
    with inside(found):
        events = Event.objects.filter(day__gte=account.month, day__lt=account.following).order_by("-day", "-pk")
        page = Paginator(events, EVENTS).get_page(request.GET.get("page"))
        shown = list(page.object_list)
    drafts = Invoice.objects.monthly().live().filter(company=found).exclude(state=Invoice.State.ISSUED)
    context = {
        "account": account,
        "card": found,
        "events": shown,
        "page": page,
        "drafts": drafts,
        "owed": in_roubles(account.owed),
        "wrong": wrong,
        "subscribe_form": subscribe_form or SubscribeForm(),
        "usage_form": usage_form or UsageForm(),
        "pause_form": pause_form or ReasonForm(prefix="pause"),
    }
    return render(request, "subscriptions/account.html", context, status=422 if wrong else 200)


def _month(request: Request) -> date | None:
    """Of the address, «2026-02»; what is no month is the present one."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


def _company(pk: int) -> GridCompany:
    return get_object_or_404(GridCompany.objects.prefetch_related("domains"), pk=pk)
