"""What people do on a card."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from .. import queries, services
from ..asked import asked_of
from ..errors import ContractIsConcluded, ListOfMissingNeeded, ReceiptIsKept
from ..files import arrivals
from ..forms import InformationForm, ReasonForm, RegisterForm, StaffDocumentForm, StaffMessageForm, WithdrawalForm
from ..models import Case, Entry
from .card import ASKS, STAFF_ADDS, chosen_item, draw_card, form_for, may_add

ADDED = {
    "request": "Запрос отправлен. Заявитель увидит, чего не хватает, в карточке и в письме.",
    "message": "Сообщение отправлено.",
    "status": "Статус добавлен.",
    "note": "Заметка добавлена. Заявитель её не видит.",
}


def _open_form(request: Request, pk: int, kind: str) -> str:
    case = get_object_or_404(queries.card_to_act(request.user).submitted(), pk=pk)
    if kind not in {possible for possible, _words, _icon in (ASKS, *STAFF_ADDS)}:
        raise Http404
    return f"{case.get_absolute_url()}?add={kind}#add"


def _card(request: Request, pk: int) -> Case:
    return get_object_or_404(queries.card_to_act(request.user), pk=pk)


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_open_form)
def add_entry(request: Request, pk: int, kind: str) -> HttpResponse:
    """«Добавить документ», «Добавить сообщение», «Добавить статус», and the note of staff."""
    user: User = request.user
    case = get_object_or_404(queries.card_to_act(user).submitted(), pk=pk)
    if kind not in {possible for possible, _words, _icon in may_add(case, user)}:
        raise Http404
    if kind == "document":
        return _add_documents(request, case)
    form = form_for(kind, case, user, request.POST)
    if form.is_valid():
        try:
            _say(request, case, kind, form)
        except DomainError as refusal:
            form.add_error(_field_of(refusal, form), refusal.message)
        else:
            messages.success(request, ADDED[kind])
            return redirect(case)
    return draw_card(request, case, adding=kind, form=form, status=422)


def _say(request: Request, case: Case, kind: str, form: Any) -> None:
    answers = form.cleaned_data
    common: dict[str, Any] = {"by": request.user, "key": key_of(request), "now": timezone.now()}
    if isinstance(form, StaffMessageForm):
        services.answer(case, text=answers["text"], outcome=form.outcome, **common)
    elif isinstance(form, InformationForm):
        asked = {name: answers[name] for name in ("documents", "words", "remarks", "due_on")}
        services.ask_information(case, **asked, **common)
    elif kind == "message":
        services.add_message(case, text=answers["text"], **common)
    elif kind == "status":
        services.add_status(case, text=answers["text"], **common)
    else:
        services.add_note(case, text=answers["text"], **common)


def _add_documents(request: Request, case: Case) -> HttpResponse:
    """Every file by itself: one that is refused keeps no other from being placed."""
    if "forget" in request.POST:
        arrivals.forget(request)
        return redirect(f"{case.get_absolute_url()}?add=document#add")
    form = form_for("document", case, request.user, request.POST)
    placed = 0
    if form.is_valid():
        placed, refusals = arrivals.file_each(request, case, partial(_add_one, request, case, form))
        if not (request.FILES or "upload" in request.POST):
            refusals.append("Прикрепите файл")
        if refusals:
            form.add_error(None, refusals)
    if placed:
        messages.success(request, "Документ добавлен." if placed == 1 else f"Добавлено документов: {placed}.")
    if form.errors:
        return draw_card(request, case, adding="document", form=form, status=422)
    return redirect(case)


def _add_one(request: Request, case: Case, form: Any, new: arrivals.Arrival) -> None:
    """Just placed, or sent for signing, as staff have ticked."""
    common: dict[str, Any] = {
        "title": new.title, "comment": new.comment, "key": new.key, "by": request.user, "now": timezone.now()
    }  # fmt: skip
    common["press"] = key_of(request)
    if not isinstance(form, StaffDocumentForm):
        services.add_document(case, new.source, answers=chosen_item(request, asked_of(case)), **common)
    elif form.sides:
        due_on = form.cleaned_data["due_on"]
        services.send_for_signing(case, new.source, sides=form.sides, due_on=due_on, outcome=form.outcome, **common)
    else:
        services.add_document(case, new.source, outcome=form.outcome, **common)


@access(Role.CLERK)
@posted_from(_card)
def register(request: Request, pk: int) -> HttpResponse:
    """«Сохранить»: the number, the status and the assignee."""
    case = _card(request, pk)
    form = RegisterForm(request.POST, case=case)
    asked = request.GET.get("add", "")
    adding = asked if asked in {kind for kind, _words, _icon in may_add(case, request.user)} else ""
    if form.is_valid():
        try:
            saved = services.register(
                case,
                **form.cleaned_data,
                next_number="next_number" in request.POST,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(_field_of(refusal, form), refusal.message)
            if refusal.code == ListOfMissingNeeded.code:  # and here is the form that asks for it
                return draw_card(request, case, adding="request", form=form, status=422)
            if refusal.code == "changed_meanwhile":
                # The next press is made with open eyes: the sentence says what has changed.
                version = Case.objects.values_list("version", flat=True).get(pk=pk)
                form.data = {**request.POST.dict(), "version": str(version)}
        else:
            is_told = (saved.number, saved.status) != (case.number, case.status)
            messages.success(request, "Сохранено. Заявителю отправлено уведомление." if is_told else "Сохранено.")
            return redirect(_with_form(case, adding))
    return draw_card(request, case, form=form, status=422)


def _with_form(case: Case, adding: str) -> str:
    """The card with the same form of adding open: a script puts back what was typed in it."""
    return f"{case.get_absolute_url()}?add={adding}#add" if adding else case.get_absolute_url()


_FIELD_OF = {
    "number_taken": "number",
    "no_numbers_by_template": "number",
    "numbers_are_over": "number",
    "status_not_possible": "status",
    "list_of_missing_needed": "status",
    "facts_missing": "status",
    "decision_needed": "status",
    "decision_stands": "status",
    "nothing_asked": "documents",
}


def _field_of(refusal: DomainError, form: Any) -> str | None:
    """The field of which a refusal tells, if the form has it."""
    field = _FIELD_OF.get(refusal.code)
    return field if field in form.fields else None


@access(Role.APPLICANT)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """«Отозвать заявку»: a page that says what follows, then the act. After a contract it says what to do instead."""
    case = get_object_or_404(queries.card_to_act(request.user).submitted(), pk=pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if case.has_contract:
        status = 200 if request.method == "GET" else ContractIsConcluded.status
        return render(request, "cases/terminate.html", {"case": case}, status=status)
    if request.method == "POST" and form.is_valid():
        services.withdraw(case, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, "Обращение отозвано. Переписка и документы остались в карточке.")
        return redirect(case)
    context = {"case": case, "form": form}
    return render(request, "cases/withdraw.html", context, status=422 if form.errors else 200)


@access(Role.APPLICANT, Role.CLERK)
def withdraw_entry(request: Request, pk: int) -> HttpResponse:
    """Take back one's own document or message: it stays in the feed, marked, with the reason."""
    user: User = request.user
    own = Entry.objects.acted_on_by(user).filter(
        placed_at__isnull=False,
        from_company=user.is_staff_of_company,
        from_supplier=False,
        kind__in=[Entry.Kind.DOCUMENT, Entry.Kind.MESSAGE],
    )
    entry = get_object_or_404(own.select_related("case", "document", "withdrawal"), pk=pk)
    if hasattr(entry, "withdrawal"):  # a second press, or «back»: it is done
        return redirect(entry.case)
    if entry.key in entry.case.receipt_keys:
        raise ReceiptIsKept
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_entry(entry, reason=form.cleaned_data["reason"], by=user, now=timezone.now())
        messages.success(request, "Запись отозвана, другая сторона увидит причину.")
        return redirect(entry.case)
    context = {"entry": entry, "case": entry.case, "form": form}
    return render(request, "cases/withdraw_entry.html", context, status=422 if form.errors else 200)
