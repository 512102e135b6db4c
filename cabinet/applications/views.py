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
from cabinet.cases.drafting import DraftDesk, applicant_of
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
    application = case.application
    form_class = SubmitForm if desk.asked("submit") else DraftForm
    form = form_class(request.POST or None, pack=current_pack(), initial=_answers(application))
    if request.method == "POST":
        desk.take_documents()
        if form.is_valid() and not desk.refusals:
            return _save(request, desk, application, form.cleaned_data)
        _keep_what_makes_sense(application, form)
    context = {
        "form": form,
        "case": case,
        "forms_url": profile().forms_url,
        "lacks_phone": accounts.lacks_phone(request.user),
        **desk.context(),
    }
    return render(request, "applications/draft.html", context, status=422 if form.errors or desk.refusals else 200)


def _save(request: Request, desk: DraftDesk, application: Application, answers: dict[str, Any]) -> HttpResponse:
    if desk.asked("submit"):
        try:
            case = services.submit(application, answers=answers, by=request.user, now=timezone.now())
        except DetailsMissing as refusal:  # to «Данные» and back: what was typed waits in the draft
            services.save_draft(application, answers=answers, now=timezone.now())
            messages.warning(request, refusal.message)
            return redirect(f"{reverse('profile')}?{urlencode({'next': application.case.get_absolute_url()})}")
        except PhoneNotConfirmed:
            services.save_draft(application, answers=answers, now=timezone.now())
            messages.warning(request, "Подтвердите телефон, и заявку можно будет подать. Всё введённое сохранено.")
            return redirect(f"{reverse('phone')}?{urlencode({'next': request.path})}")
        messages.success(request, "Заявка подана. Копия сведений о ней отправлена вам на почту.")
        return redirect(case)
    services.save_draft(application, answers=answers, now=timezone.now())
    messages.success(request, "Черновик сохранён.", extra_tags="toast")
    return redirect(desk.next_place())


def _keep_what_makes_sense(application: Application, form: DraftForm) -> None:
    """A wrong power is no reason to forget the address: the page shows both, the draft keeps the right one."""
    if right := {name: answer for name, answer in form.cleaned_data.items() if name not in form.errors}:
        services.save_draft(application, answers={**_answers(application), **right}, now=timezone.now())


def _answers(application: Application) -> dict[str, Any]:
    return {
        "type": application.type,
        "purpose": application.purpose,
        "address": application.address,
        "cadastral_number": application.cadastral_number,
        "max_power_kw": application.max_power_kw,
    }
