"""A request for what is missing, after it was asked: the slots of the applicant, and what staff say of the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.requests import Request
from documents.queries import chosen_uploads
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from .. import queries, services
from ..asked import open_request, slots_of
from ..errors import CheckedMeanwhile, NotAskedAnyMore
from ..files import arrivals
from ..forms import CheckForm
from ..models import Case, Entry, RequestedItem
from .card import draw_card


def _card(request: Request, pk: int) -> Case:
    return get_object_or_404(queries.card_to_act(request.user).submitted(), pk=pk)


def _item(request: Request, pk: int) -> RequestedItem:
    cases = Case.objects.acted_on_by(request.user).submitted()
    return get_object_or_404(RequestedItem.objects.select_related("request__case"), pk=pk, request__case__in=cases)


def _case_of_item(request: Request, pk: int) -> Case:
    return _item(request, pk).request.case


@access(Role.APPLICANT)
@posted_from(_case_of_item)
def put_file(request: Request, pk: int) -> HttpResponse:
    """A file that the page has sent into a slot: answers its row, or a sentence, in JSON."""
    item = _item(request, pk)
    key = request.POST.get("upload", "")
    entry = arrivals.filed_before(item.request.case, key)
    if entry is None:
        [source] = chosen_uploads(request.user, [key])
        entry = services.put_file(item, source, by=request.user, key=source.key, now=timezone.now())
    return JsonResponse(
        {"html": render_to_string("cases/slot_file.html", {"file": entry}, request=request)}, status=201
    )


@access(Role.APPLICANT)
@posted_from(_card)
def answer_request(request: Request, pk: int) -> HttpResponse:
    """The form of the slots: whatever its button, what was typed and chosen is kept first."""
    case = _card(request, pk)
    if removed := request.POST.get("remove", ""):
        unsent = Entry.objects.acted_on_by(request.user).filter(case=case, placed_at=None, answers__isnull=False)
        entry = next((entry for entry in unsent if str(entry.pk) == removed), None)
        if entry is not None:
            services.take_out(entry)
    refusals = _keep(request, case)
    lacking = [slot.item.title for slot in slots_of(case) if slot.is_asked and not slot.is_filled]
    do = request.POST.get("do", "")
    if not refusals and (do == "send_anyway" or (do == "send" and not lacking)):
        try:
            return _send(request, case, lacking)
        except DomainError as refusal:
            refusals = [refusal.message]
    if not refusals and do != "send":
        return redirect(f"{case.get_absolute_url()}#missing")
    return draw_card(request, case, answering={"refusals": refusals, "lacking": lacking}, status=422)


def _send(request: Request, case: Case, lacking: list[str]) -> HttpResponse:
    was_open = open_request(case) is not None
    services.send_answer(case, by=request.user, key=key_of(request), now=timezone.now())
    if was_open:
        left = f" Не добавлено: {', '.join(lacking)}." if lacking else ""
        messages.success(request, f"Отправлено. Теперь обращение рассматривает сетевая организация.{left}")
    else:
        messages.success(request, "Ответ уже отправлен.")
    return redirect(case)


def _keep(request: Request, case: Case) -> list[str]:
    """Put the words and, without a script, the files of the form into their slots; a sentence for each that may not."""
    refusals: list[str] = []
    common: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    slots = {str(slot.item.pk): slot.item for slot in slots_of(case) if slot.is_asked}
    for name in request.POST:
        number, text = name.removeprefix("words-"), request.POST.get(name, "")
        if number == name:
            continue
        try:
            if number in slots:
                services.put_words(slots[number], text=text, **common)
            elif text.strip() and not _was_sent(case, number, text):
                raise NotAskedAnyMore
        except DomainError as refusal:
            refusals.append(f"{refusal.message} Вы написали: «{text.strip()}»")
    for number, item in slots.items():
        for index, file in enumerate(request.FILES.getlist(f"slot-{number}")):
            key = arrivals.key_of_file(request, f"{number}-{index}-{file.name}")
            try:
                services.put_file(item, file, key=key, **common)
            except DomainError as refusal:
                refusals.append(refusal.message)
    return refusals


def _was_sent(case: Case, number: str, text: str) -> bool:
    """These words were handed over already: the form is pressed for the second time."""
    sent = case.entries.filter(answers__isnull=False, placed_at__isnull=False)
    return any(str(entry.answers_id) == number and entry.comment.split() == text.split() for entry in sent)


@access(Role.CLERK)
@posted_from(_card)
def check_answer(request: Request, pk: int) -> HttpResponse:
    """«Сохранить решение»: each item of the answer is accepted or asked for again."""
    case = _card(request, pk)
    slots = slots_of(case)
    if not slots or slots[0].item.request.supplied_at is None:
        messages.error(request, CheckedMeanwhile.message)
        return draw_card(request, case, status=CheckedMeanwhile.status)
    form = CheckForm(request.POST, case=case, slots=slots)
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        try:
            services.check_answer(
                case, form.verdicts, due_on=due_on, by=request.user, key=key_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            again = any(not verdict.is_accepted for verdict in form.verdicts)
            messages.success(request, "Запрошено снова: заявитель получит письмо." if again else "Принято.")
            return redirect(case)
    return draw_card(request, case, form=form, status=422)


@access(Role.CLERK)
@posted_from(_card)
def close_information(request: Request, pk: int) -> HttpResponse:
    """«Закрыть запрос»."""
    case = _card(request, pk)
    services.close_information(case, by=request.user, now=timezone.now())
    messages.success(request, "Запрос закрыт. Заявителю отправлено уведомление.")
    return redirect(case)
