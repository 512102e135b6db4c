"""«Договор и исполнение»: what has come about, what is expected of whom, and the page of each act."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases import queries as cases
from cabinet.cases.models import Case
from documents.kinds import ACCEPT, hint
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import require_safe

from ..outlook import outlook_of
from ..ports import payment_page
from ..queries import contract_of
from ..timeline import timeline_of
from .acts import Act, acts_for
from .files import fill


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def contract(request: Request, pk: int) -> HttpResponse:
    case = cases.card(request.user, pk)
    if case is None or case.is_draft or not case.nature.has_stages:
        raise Http404
    found = contract_of(case)
    context = {
        "case": case,
        "contract": found,
        "for_staff": request.user.is_staff_of_company,
        "outlook": outlook_of(found, request.user),
        "acts": acts_for(found, request.user),
        "rows": timeline_of(found, request.user),
    }
    return render(request, "contracts/contract.html", context)


@access(Role.APPLICANT, Role.CLERK)
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """The page of one act: its form, then its verb. An act that is not possible now has no page."""
    now = timezone.now()
    case = get_object_or_404(cases.card_to_act(request.user).submitted(), pk=pk)
    if not case.nature.has_stages:
        raise Http404
    found = contract_of(case)
    if request.method == "POST" and found.made_by(key_of(request)):
        return redirect("case_contract", pk=case.pk)
    chosen = next((one for one in acts_for(found, request.user) if one.code == act), None)
    if chosen is not None and act == "payment" and (page := payment_page(case)):
        return redirect(page)  # money for an invoice is kept there, and concludes the contract from there
    if chosen is None:
        return _gone(request, case)
    fill(chosen.slots, request, case, act, now=now)
    is_sent = request.method == "POST" and "forget" not in request.POST
    form = chosen.form(request.POST if is_sent else None, contract=found)
    form.initial = {
        **form.initial,
        **request.POST.dict(),
    }  # of a press that only takes a file away: what was typed stays
    if is_sent and _is_ready(form, chosen):
        files = {slot.code: slot.uploads for slot in chosen.slots if slot.uploads}
        try:
            chosen.do(found, form, files, {"by": request.user, "key": key_of(request), "now": now})
        except DomainError as refusal:
            field = _FIELD_OF.get(refusal.code)
            form.add_error(field if field in form.fields else None, refusal.message)
        else:
            messages.success(request, chosen.done)
            return redirect("case_contract", pk=case.pk)
    context: dict[str, Any] = {
        "case": case,
        "act": chosen,
        "form": form,
        "refused": _refused(form, chosen) if is_sent else [],
        "accept": ACCEPT,
        "upload_hint": hint(),
    }
    return render(request, "contracts/act.html", context, status=422 if is_sent else 200)


_FIELD_OF = {
    "wrong_sum": "amount",
    "total_below_invoice": "total",
    "other_sum": "amount",
    "text_needed": "text",
    "reason_needed": "reason",
    "date_in_future": "on",
    "date_too_early": "on",
    "due_date_in_the_past": "due_on",
    "date_in_past": "day",
}


def _is_ready(form: Any, chosen: Act) -> bool:
    """Each part is looked at, so that all that is wrong is said at once."""
    is_valid = form.is_valid()
    for slot in chosen.slots:
        if slot.is_lacking and not slot.refusals:
            slot.refusals.append(f"Приложите файл: «{slot.title}»")
    return is_valid and not any(slot.refusals for slot in chosen.slots)


def _refused(form: Any, chosen: Act) -> list[tuple[str, str]]:
    """All that is wrong, each with where it is: files in their order, then what was typed."""
    return [
        *((slot.name, refusal) for slot in chosen.slots for refusal in slot.refusals),
        *(("", error) for error in form.non_field_errors()),
        *((bound.anchor, error) for bound in form for error in bound.errors),
    ]


def _gone(request: Request, case: Case) -> HttpResponse:
    """Whoever pressed twice, or came after a colleague, is led to what has come about meanwhile."""
    if request.method != "POST":
        raise Http404
    messages.info(request, "Это действие уже выполнено или сейчас невозможно. Проверьте, что изменилось.")
    return redirect("case_contract", pk=case.pk)
