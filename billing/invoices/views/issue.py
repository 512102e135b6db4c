"""«Рассчитать и выставить счёт»: the exact reckoning with each step, a look at it, and the issue."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.requests import Request
from billing.reckoning.kopecks import in_roubles
from billing.reckoning.law import NoSuchRule, vat_percent
from billing.tariffs.calculator import reckoned
from billing.tariffs.queries import tariffs_on
from billing.tariffs.rights import reckons_prices
from cabinet.cases import queries as cases
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from cabinet.contracts.queries import contract_of
from cabinet.rules.pack import PaymentSchedule
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of

from .. import services
from ..forms import InvoiceForm
from ..models import Invoice
from ..orders import Order, order_of
from ..queries import reduced_rate_used
from ..rights import may_issue
from ..seller import missing


@access(Role.CLERK)
def new(request: Request, pk: int) -> HttpResponse:
    return _page(request, _case(request, pk), None)


@access(Role.CLERK)
def correction(request: Request, pk: int) -> HttpResponse:
    """The same for a further invoice that stands in the place of this one."""
    old = get_object_or_404(Invoice.objects.visible_to(request.user).standing(), pk=pk)
    return _page(request, _case(request, old.case_id), old)


def _case(request: Request, pk: int) -> Case:
    case = get_object_or_404(cases.card_to_act(request.user).submitted(), pk=pk)
    if not case.nature.has_stages or not may_issue(request.user):
        raise Http404
    return case


def _page(request: Request, case: Case, replaces: Invoice | None) -> HttpResponse:
    now = timezone.now()
    today = localdate(now)
    if request.method == "POST" and (done := Invoice.objects.filter(key=key_of(request)).first()):
        return redirect(done)
    about = profile()
    contract = contract_of(case)
    with_offer = contract.way("payment") is not None and not contract.is_concluded
    known = tariffs_on(_day(request, today)) if reckons_prices() else []
    is_sent = request.method == "POST"
    form = InvoiceForm(
        request.POST if is_sent else None,
        tariffs=known,
        schedules=_schedules(case),
        replaces=replaces is not None,
        has_term=with_offer,
        initial=None if is_sent else {**_proposed(case, today), **_asked_for(request)},
    )
    context: dict[str, Any] = {
        "form": form, "case": case, "replaces": replaces, "lacks": missing(about), "with_offer": with_offer,
        "has_tariffs": bool(known), "has_reckoning": reckons_prices(),
    }  # fmt: skip
    if is_sent and form.is_valid():
        try:
            order = _order(form, case, about.vat_regime or "general")
            if request.POST.get("act") == "issue":
                made = services.issue(
                    case, order, replaces=replaces, reason=form.cleaned_data.get("reason", ""),
                    by=request.user, key=key_of(request), now=now,
                )  # fmt: skip
                messages.success(request, _done(made))
                return redirect(made)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        except NoSuchRule as gap:
            form.add_error("signed_on", f"{gap}. Проверьте день и режим НДС в реквизитах")
        else:
            context |= _look(order)
    return render(request, "invoices/new.html", context, status=422 if form.errors else 200)


def _done(invoice: Invoice) -> str:
    if invoice.with_offer:
        return (
            f"Счёт № {invoice.number} выставлен. Заявитель увидит его вместе с офертой: разместите её на странице "
            "«Договор и исполнение»."
        )
    return f"Счёт № {invoice.number} выставлен. Файл готовится, после этого заявитель увидит счёт и получит письмо."


def _day(request: Request, today: date) -> date:
    """The day of signing that was typed, by which the tariff is looked for."""
    typed = request.POST.get("signed_on", "")
    try:
        return date.fromisoformat("-".join(reversed(typed.strip().split(".")))) if typed else today
    except ValueError:
        return today


def _order(form: InvoiceForm, case: Case, regime: str) -> Order:
    answers = form.cleaned_data
    day = answers["signed_on"]
    price = None
    if form.is_by_tariff:
        price = reckoned(form.chosen, answers, form.quantities, signed_on=day, regime=regime)
    return order_of(
        price,
        form.extras,
        vat_percent=vat_percent(regime, day),
        regime=regime,
        connection=case.rules.connection,
        extras_reason=answers["extras_reason"],
        shares=form.chosen_shares,
        schedule_title=form.schedule_title,
        basis=answers["basis"],
        pay_until=answers.get("pay_until"),
    )


def _look(order: Order) -> dict[str, Any]:
    rows = [
        (line, in_roubles(line.kopecks), in_roubles(line.sum.vat), in_roubles(line.sum.gross)) for line in order.lines
    ]
    parts = [
        (f"{n} из {len(order.shares)}", share, in_roubles(part.gross))
        for n, (share, part) in enumerate(zip(order.shares, order.parts, strict=True), start=1)
        if part.is_owed
    ]
    return {
        "order": order,
        "rows": rows,
        "parts": parts if len(order.shares) > 1 else [],
        "total": in_roubles(order.total.gross),
        "vat": f"В том числе НДС {order.vat_percent} %: {in_roubles(order.total.vat)}"
        if order.vat_percent
        else "Без НДС",
    }


def _schedules(case: Case) -> list[PaymentSchedule]:
    """Those of the pack that fit this application."""
    contract = contract_of(case)
    facts = case.nature.stated(case)
    codes = {way.code for way in contract.ways} or {one.code for one in contract.pack.procedures}
    return [
        schedule
        for schedule in contract.pack.payment_schedules
        if codes & set(schedule.procedures) and (schedule.when is None or schedule.when.holds(facts))
    ]


def _asked_for(request: Request) -> dict[str, str]:
    """A line that another page leads here with, as that of interest does: only a proposal, it is looked at here."""
    line = {
        name: request.GET[name] for name in ("extra_1_name", "extra_1_price", "extras_reason") if name in request.GET
    }
    return {**line, "by_tariff": "hand"} if line else {}


def _existing(case: Case) -> Decimal | None:
    given = _given(case).get("existing_power")
    return Decimal(str(given)) if given not in (None, "") else None


def _given(case: Case) -> dict[str, Any]:
    application = getattr(case, "application", None)
    return application.given if application else {}


def _proposed(case: Case, today: date) -> dict[str, Any]:
    """What the application says already."""
    given = _given(case)
    used = reduced_rate_used(case.applicant, except_case=case)
    submitted = f" от {localdate(case.submitted_at):%d.%m.%Y}" if case.submitted_at else ""
    return {
        "by_tariff": "tariff",
        "signed_on": today,
        "legal_form": case.applicant.legal_form,
        "power": case.power,
        "existing": _existing(case),
        "voltage": given.get("voltage") or "0_4",
        "reliability": given.get("reliability") or "3",
        "sources": "1" if (given.get("reliability") or "3") == "3" else "2",
        "settlement": given.get("settlement") or "",
        "used_on": used.issued_on if used else None,
        "basis": f"Заявка {case.name}{submitted}".replace("\u00a0", " "),
        "extras_inclusive": True,
    }
