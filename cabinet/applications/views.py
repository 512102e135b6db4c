from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts import services as accounts
from accounts.errors import PhoneNotConfirmed
from accounts.requests import Request
from cabinet.applicants.errors import DetailsMissing
from cabinet.cases.drafts.page import DraftDesk, DraftPage, applicant_of
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import services
from .forms import DraftForm, SubmitForm
from .kind import APPLICATION
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
    visible = Case.objects.acted_on_by(request.user).filter(kind=APPLICATION)
    case = get_object_or_404(visible.select_related("application", "applicant"), pk=pk)
    application, pack = case.application, case.edition
    return DraftDesk(request, case).answer(
        DraftPage(
            template="applications/draft.html",
            draft_form=partial(DraftForm, pack=pack),
            full_form=partial(SubmitForm, pack=pack),
            answers={name: getattr(application, name) for name in services.ANSWERS},
            save=partial(_save, application),
            submit=partial(_submit, request, application),
            context=lambda: {"forms_url": profile().forms_url, "lacks_phone": accounts.lacks_phone(request.user)},
        )
    )


def _save(application: Application, form: DraftForm, *, sheet: Sheet) -> None:
    services.save_draft(application, answers=_kept(form), sheet=sheet, now=timezone.now())


def _submit(request: Request, application: Application, form: DraftForm, *, sheet: Sheet) -> HttpResponse:
    try:
        case = services.submit(application, answers=_kept(form), sheet=sheet, by=request.user, now=timezone.now())
    except DetailsMissing as refusal:  # to «Данные» and back: what was typed waits in the draft
        _save(application, form, sheet=sheet)
        messages.warning(request, refusal.message)
        return redirect(f"{reverse('profile')}?{urlencode({'next': application.case.get_absolute_url()})}")
    except PhoneNotConfirmed:
        _save(application, form, sheet=sheet)
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
