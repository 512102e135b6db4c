"""Pages on which staff decide. A decision is looked at as the applicant will see it before it is sent."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from cabinet.cases import ports
from cabinet.cases import queries as cases
from cabinet.cases.errors import ChangedMeanwhile
from cabinet.cases.models import Case
from cabinet.cases.stages import DECIDED, Stage
from cabinet.cases.views.card import draw_card
from documents.storage import attachment
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import queries, services
from .errors import DecidedMeanwhile, ProposalIsStale
from .forms import AnnulmentForm, ProposalForm, RefusalForm, RejectionForm, ReversalForm
from .grounds import grounds_of
from .models import Decision
from .services.annulment import said_of_annulment
from .services.refusal import said_of_refusal
from .services.reversal import back_to

DRAWN = Limit("decision_drawn", "60/h/user")  # a child process fills and draws each
SENT = "Заявителю отправлено письмо, документ появится в карточке через минуту."
GONE = "Этого с заявкой сейчас сделать нельзя: её статус «{status}»."


def _card(request: Request, pk: int) -> Case:
    return get_object_or_404(cases.card_to_act(request.user).submitted(), pk=pk)


@access(Role.CLERK)
@never_cache
def refusal(request: Request, pk: int) -> HttpResponse:
    """«Отказать»: the form, then what the applicant will see, then the act. `do` = look, change, draw or send."""
    case = _card(request, pk)
    if request.method == "GET" and Stage.REFUSED not in case.next_stages:
        return _gone(request, case)
    form = RefusalForm(request.POST or None, case=case)
    do = request.POST.get("do", "")
    if request.method == "POST" and do != "change" and form.is_valid():
        answers = form.cleaned_data
        said = said_of_refusal(form.chosen, answers["text"])
        if do == "draw":
            return _drawn(request, case, "refused", said)
        if do != "send":
            return _look(request, case, "decisions/refusal_look.html", form, said)
        try:
            services.refuse(case, **answers, by=request.user, key=key_of(request), now=timezone.now())
        except ChangedMeanwhile as changed:
            # The next press is made with open eyes: the sentence says what has changed.
            form.add_error(None, changed.message)
            form.data = {**request.POST.dict(), "version": str(_card(request, pk).version)}
        except DecidedMeanwhile as decided:
            return _decided(request, pk, decided)
        else:
            messages.success(request, f"Отказано. {SENT}")
            return redirect(case)
    context = {"case": case, "form": form}
    status = 422 if form.errors and do != "change" else 200
    return render(request, "decisions/refusal.html", context, status=status)


@access(Role.CLERK)
def proposal(request: Request, pk: int) -> HttpResponse:
    """«Предложить аннулировать»."""
    case = _card(request, pk)
    if request.method == "GET" and queries.open_proposal(case):
        return redirect("case_annulment", pk=pk)
    if request.method == "GET" and not grounds_of(case):
        return _gone(request, case)
    form = ProposalForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_annulment(
                case, **form.cleaned_data, by=request.user, key=key_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error("ground", refusal.message)
        else:
            messages.success(request, "Предложение записано. Проверьте его и решите.")
            return redirect("case_annulment", pk=pk)
    return render(request, "decisions/proposal.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@access(Role.CLERK)
@never_cache
def annulment(request: Request, pk: int) -> HttpResponse:
    """«Аннулировать»: what was proposed is confirmed, or rejected. `do` = look, change, draw or send."""
    case = _card(request, pk)
    proposed = _proposal(case, request.POST.get("proposal", ""))
    if proposed is None:
        return _gone(request, case)
    form = AnnulmentForm(request.POST or None)
    do = request.POST.get("do", "")
    if request.method == "POST" and do != "change" and form.is_valid():
        answers = form.cleaned_data
        said = said_of_annulment(proposed, answers["text"])
        if do == "draw":
            return _drawn(request, case, "voided", said)
        if do != "send":
            return _look(request, case, "decisions/annulment_look.html", form, said, proposal=proposed)
        try:
            services.annul(proposed, **answers, by=request.user, key=key_of(request), now=timezone.now())
        except (DecidedMeanwhile, ProposalIsStale) as decided:
            return _decided(request, pk, decided)
        messages.success(request, f"Аннулировано. {SENT}")
        return redirect(case)
    return _draw_annulment(request, case, proposed, form, RejectionForm(), status=422 if form.errors else 200)


def _annulment(request: Request, pk: int) -> str:
    return f"{_card(request, pk).get_absolute_url()}annulment/"


@access(Role.CLERK)
@posted_from(_annulment)
def rejection(request: Request, pk: int) -> HttpResponse:
    """«Отклонить предложение»."""
    case = _card(request, pk)
    proposed = _proposal(case, request.POST.get("proposal", ""))
    if proposed is None:
        return _gone(request, case)
    form = RejectionForm(request.POST)
    if form.is_valid():
        try:
            services.reject_proposal(
                proposed, reason=form.cleaned_data["reason"], by=request.user, key=key_of(request), now=timezone.now()
            )
        except (DecidedMeanwhile, ProposalIsStale) as decided:
            return _decided(request, pk, decided)
        messages.success(request, "Предложение отклонено, заявка остаётся в работе.")
        return redirect(case)
    return _draw_annulment(request, case, proposed, AnnulmentForm(), form, status=422)


@access(Role.CLERK)
def reversal(request: Request, pk: int) -> HttpResponse:
    """«Отменить решение»."""
    case = _card(request, pk)
    if case.stage not in DECIDED:
        return _gone(request, case)
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.undo(case, reason=reason, by=request.user, key=key_of(request), now=timezone.now())
        except DomainError as refusal:
            return _decided(request, pk, refusal)
        messages.success(request, "Решение отменено, заявка снова в работе. Заявителю отправлено письмо.")
        return redirect(case)
    decision = queries.decision_in_force(case)
    context = {"case": case, "form": form, "decision": decision, "to": back_to(case, decision).label}
    return render(request, "decisions/reversal.html", context, status=422 if form.errors else 200)


def _proposal(case: Case, number: str) -> Decision | None:
    """The one that waits; of a form, the one for which it was drawn: the second of two people learns of the first."""
    if number.isdecimal():
        return case.decisions.filter(act=Decision.Act.PROPOSAL, pk=number).first()
    return queries.open_proposal(case)


def _draw_annulment(
    request: Request, case: Case, proposed: Decision, form: AnnulmentForm, rejecting: RejectionForm, *, status: int
) -> HttpResponse:
    context = {"case": case, "proposal": proposed, "form": form, "rejecting": rejecting}
    return render(request, "decisions/annulment.html", context, status=status)


def _look(
    request: Request, case: Case, template: str, form: Any, said: Mapping[str, str], **more: object
) -> HttpResponse:
    """What the applicant will see. The answers go along, hidden, so that the next press sends exactly them."""
    context = {"case": case, "form": form, "said": said, "complaint": case.rules.complaint, **more}
    return render(request, template, context)


def _drawn(request: Request, case: Case, event: str, said: Mapping[str, str]) -> HttpResponse:
    """The document as it would be made now; nothing is filed."""
    if not DRAWN.allows(request):
        return render(request, "errors/429.html", status=429)
    made = next(one for one in case.rules.made if one.when == event)
    content, name = ports.paper_drawn(case, made, request.user, timezone.now(), said)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = attachment(f"Проект, {name}")
    return answer


def _decided(request: Request, pk: int, refusal: DomainError) -> HttpResponse:
    """Somebody was first: the card as it stands now, with the sentence."""
    messages.error(request, refusal.message)
    return draw_card(request, _card(request, pk), status=refusal.status)


def _gone(request: Request, case: Case) -> HttpResponse:
    messages.error(request, GONE.format(status=case.status))
    return redirect(case)
