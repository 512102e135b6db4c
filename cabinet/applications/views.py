from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts import services as accounts
from accounts.errors import PhoneNotConfirmed
from accounts.requests import Request
from cabinet.applicants.errors import DetailsMissing
from cabinet.cases.draft_state import DraftState, Sheet
from cabinet.cases.drafting import DraftDesk, applicant_of, remarks_on
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from cabinet.rules.packs import current_pack
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import services
from .forms import DraftForm, SubmitForm
from .models import Application


def _list(request: Request) -> str:
    applicant_of(request)
    return reverse("case_list")


@access(Role.APPLICANT)
@posted_from(_list)
def start(request: Request) -> HttpResponse:
    """«Создать заявку на …»."""
    application = services.start(
        applicant=applicant_of(request), by=request.user, key=key_of(request), now=timezone.now()
    )
    return redirect("application_draft", pk=application.pk)


@access(Role.APPLICANT)
def draft(request: Request, pk: int) -> HttpResponse:
    """One page and one form: whatever button is pressed, everything typed is kept."""
    visible = Case.objects.acted_on_by(request.user).filter(kind=Case.Kind.APPLICATION)
    case = get_object_or_404(visible.select_related("application", "applicant"), pk=pk)
    desk = DraftDesk(request, case)
    if answer := desk.before_form():
        return answer
    application, pack, state = case.application, current_pack(), DraftState.of(case)
    form_class = SubmitForm if desk.asked("submit") else DraftForm
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, pack=pack, initial={**_answers(application), **state.typed})
    form.remarks = remarks_on(DraftForm, state, pack=pack)
    if request.method == "POST":
        desk.take_documents()
        form.initial = _answers(application)
        is_ready = desk.asked("submit") and form.is_valid() and not desk.refusals
        if answer := desk.write(form, partial(_submit if is_ready else _save, request, application, _kept(form))):
            return answer
    context = {
        "form": form,
        "case": case,
        "forms_url": profile().forms_url,
        "lacks_phone": accounts.lacks_phone(request.user),
        **desk.context(form),
    }
    return render(request, "applications/draft.html", context, status=desk.status if request.method == "POST" else 200)


def _save(request: Request, application: Application, answers: dict[str, Any], *, sheet: Sheet) -> None:
    services.save_draft(application, answers=answers, sheet=sheet, now=timezone.now())


def _submit(request: Request, application: Application, answers: dict[str, Any], *, sheet: Sheet) -> HttpResponse:
    try:
        case = services.submit(application, answers=answers, sheet=sheet, by=request.user, now=timezone.now())
    except DetailsMissing as refusal:  # to «Данные» and back: what was typed waits in the draft
        _save(request, application, answers, sheet=sheet)
        messages.warning(request, refusal.message)
        return redirect(f"{reverse('profile')}?{urlencode({'next': application.case.get_absolute_url()})}")
    except PhoneNotConfirmed:
        _save(request, application, answers, sheet=sheet)
        messages.warning(request, "Подтвердите телефон, и заявку можно будет подать. Всё введённое сохранено.")
        return redirect(f"{reverse('phone')}?{urlencode({'next': request.path})}")
    whose = "вам" if request.user.acting.is_own else "заявителю"
    messages.success(request, f"Заявка подана. Копия сведений о ней отправлена {whose} на почту.")
    return redirect(case)


def _kept(form: DraftForm) -> dict[str, Any]:
    """The answers; what makes no sense is no answer, and waits in the draft as it was typed."""
    form.is_valid()
    empty: dict[str, Any] = {"max_power_kw": None}
    return {name: form.cleaned_data.get(name, empty.get(name, "")) for name in services.ANSWERS}


def _answers(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in services.ANSWERS}
