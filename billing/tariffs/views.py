"""«Тарифы» of the company, and «Сколько стоит» for everybody."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.requests import Request
from billing.reckoning.kopecks import in_roubles
from cabinet.company.queries import profile
from documents.errors import UploadGone
from documents.kinds import ACCEPT, hint
from documents.queries import uploads_for
from documents.services import cancel_upload, hold_upload
from documents.views import hand_out
from tenancy.access import Role, access, open_to_all
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import require_safe

from . import services
from .calculator import reckoned
from .forms import ConnectionForm, TariffForm, WithdrawForm
from .models import Tariff
from .queries import tariffs_on
from .rights import where_prices_are_reckoned
from .rows import TEMPLATE

ACT = "tariff-act"  # the purpose of the upload that waits while the form is refused


@access(Role.STAFF)
@where_prices_are_reckoned
@require_safe
def tariffs(request: Request) -> HttpResponse:
    today = localdate()
    context = {"tariffs": Tariff.objects.all()[:200], "now": {tariff.pk for tariff in tariffs_on(today)}}
    return render(request, "tariffs/list.html", context)


@access(Role.STAFF)
@where_prices_are_reckoned
@require_safe
def tariff(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Tariff.objects.select_related("act", "entered_by", "withdrawn_by"), pk=pk)
    facts = [
        ("Период", f"{found.valid_from:%d.%m.%Y} — {found.valid_until:%d.%m.%Y}"),
        ("Акт", found.act_named),
        ("Льготная ставка за кВт", _rate(found.reduced_kopecks, is_inclusive=found.inclusive)),
        ("Ставка льготных категорий за кВт", _rate(found.social_kopecks, is_inclusive=found.inclusive)),
        ("Ставки С1–С8", "с НДС" if found.standard_inclusive else "без НДС"),
        ("Введён", f"{found.entered_at:%d.%m.%Y}, {found.entered_by.short_name}"),
        ("Снят", found.withdraw_reason),
    ]
    rows = [(row, in_roubles(row.kopecks)) for row in found.rows]
    return render(request, "tariffs/tariff.html", {"tariff": found, "facts": facts, "rows": rows})


@access(Role.ADMINISTRATOR)
@where_prices_are_reckoned
def new(request: Request) -> HttpResponse:
    now = timezone.now()
    is_sent = request.method == "POST"
    form = TariffForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    refusal = _held(request) if is_sent else ""
    waiting = next((one for one in uploads_for(request.user, ACT) if one.document_id), None)
    if is_sent and form.is_valid() and not refusal:
        try:
            made = services.enter(form.answers, form.rows, act=waiting, by=request.user, key=key_of(request), now=now)
        except DomainError as problem:
            refusal = problem.message
        else:
            messages.success(request, "Тариф введён. По нему считаются новые счета, выставленные не изменятся.")
            return redirect(made)
    context = {"form": form, "waiting": waiting, "refusal": refusal, "accept": ACCEPT, "upload_hint": hint()}
    return render(request, "tariffs/new.html", context, status=422 if is_sent else 200)


@access(Role.ADMINISTRATOR)
@where_prices_are_reckoned
def withdrawal(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Tariff.objects.standing(), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, "Тариф снят.")
        return redirect(found)
    return render(
        request, "tariffs/withdrawal.html", {"form": form, "tariff": found}, status=422 if form.errors else 200
    )


@access(Role.STAFF)
@where_prices_are_reckoned
@require_safe
def act(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Tariff.objects.exclude(act=None).select_related("act"), pk=pk)
    assert found.act is not None  # noqa: S101  (the query has asked)
    return hand_out(found.act, own=True)


@access(Role.ADMINISTRATOR)
@where_prices_are_reckoned
@require_safe
def template(request: Request) -> HttpResponse:
    """The table to be filled in, as spreadsheet programs of this country read it."""
    response = HttpResponse(f"\ufeff{TEMPLATE}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B8.csv"
    return response


@open_to_all
@where_prices_are_reckoned
@require_safe
def price(request: Request) -> HttpResponse:
    """«Сколько стоит»: approximate, for anybody, every step in words. Nothing is kept of what is asked."""
    today = localdate()
    known = tariffs_on(today)
    asked = "power" in request.GET
    form = ConnectionForm(request.GET if asked else None, tariffs=known)
    context: dict[str, Any] = {"form": form, "has_tariffs": bool(known), "today": today}
    if known and asked and form.is_valid():
        regime = profile().vat_regime or "general"
        answers = {**form.cleaned_data, "social_is_assumed": True}
        result = reckoned(form.chosen, answers, form.quantities, signed_on=today, regime=regime)
        context |= {"result": result, "to_pay": in_roubles(result.price.to_pay.gross)}
    return render(request, "tariffs/price.html", context, status=422 if form.errors else 200)


def _held(request: Request) -> str:
    """Take the file of the act into the waiting room, or away from it; what was wrong with it."""
    for waiting in uploads_for(request.user, ACT) if "act" in request.FILES else ():
        with suppress(UploadGone):
            cancel_upload(waiting)
    if file := request.FILES.get("act"):
        try:
            hold_upload(file, purpose=ACT, by=request.user, now=timezone.now())
        except DomainError as problem:
            return problem.message
    return ""


def _rate(kopecks: int | None, *, is_inclusive: bool) -> str:
    return f"{in_roubles(kopecks)}, {'с НДС' if is_inclusive else 'без НДС'}" if kopecks else ""
