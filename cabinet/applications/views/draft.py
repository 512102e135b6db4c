"""The beginning of an application, and the one page for those who bring a filled form."""

from collections.abc import Mapping, Sequence
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
from cabinet.cases.models import Case, Entry
from cabinet.company.queries import profile
from cabinet.rules.packs import current_pack
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from .. import services
from ..answers import for_form
from ..earlier_files import attach_again, earlier_files
from ..forms import DraftForm, SubmitForm
from ..kind import APPLICATION
from ..models import COLUMNS, Application
from ..standing import standing_of
from ..steps import address_of


def _list(request: Request) -> str:
    applicant_of(request)
    return reverse("case_list")


@access(Role.APPLICANT)
@posted_from(_list)
def start(request: Request) -> HttpResponse:
    """«Создать заявку на …»: to the first step."""
    application = services.start(
        applicant=applicant_of(request),
        by=request.user,
        key=key_of(request),
        step=current_pack().pages[0].code,
        now=timezone.now(),
    )
    return redirect(application.case)


def _submitted(request: Request, pk: int) -> Case:
    applicant_of(request)
    acted_on = Case.objects.acted_on_by(request.user).submitted().filter(kind=APPLICATION)
    return get_object_or_404(acted_on.select_related("application", "applicant"), pk=pk)


@access(Role.APPLICANT)
@posted_from(_submitted)
def copy(request: Request, pk: int) -> HttpResponse:
    """«Создать такую же», «Создать исправленную заявку»: the answers of an application in a new draft."""
    case = _submitted(request, pk)
    draft = services.copy(case.application, by=request.user, key=key_of(request), now=timezone.now())
    has_files = case.entries.filter(kind=Entry.Kind.DOCUMENT, from_company=False, from_supplier=False).exists()
    again = " Документы из неё можно приложить на шаге «Документы»." if has_files else ""
    messages.success(request, f"Ответы взяты из заявки {case.name}. Проверьте их.{again}")
    return redirect(draft.case)


def found(request: Request, pk: int) -> Case:
    visible = Case.objects.acted_on_by(request.user).filter(kind=APPLICATION)
    return get_object_or_404(visible.select_related("application", "applicant"), pk=pk)


@access(Role.APPLICANT)
def draft(request: Request, pk: int) -> HttpResponse:
    case = found(request, pk)
    application, pack = case.application, case.rules
    first = address_of(case, pack.pages[0].code)
    own = [question for question in pack.questions if question.is_own]
    form_of_law, by_representative = case.applicant.legal_form, request.user.acting.is_representative
    return DraftDesk(request, case).answer(
        DraftPage(
            template="applications/draft.html",
            draft_form=partial(DraftForm, pack=pack, legal_form=form_of_law, by_representative=by_representative),
            full_form=partial(SubmitForm, pack=pack, legal_form=form_of_law, by_representative=by_representative),
            answers={
                **{name: getattr(application, name) for name in COLUMNS},
                **{one.code: for_form(one, application.answers.get(one.code)) for one in own},
                "existing_power": application.answers.get("existing_power"),
            },
            save=partial(_save, application),
            submit=partial(_submit, request, application),
            address=reverse("application_draft", args=[case.pk]),
            take_again=partial(take_again, request, application),
            context=lambda: {
                "forms_url": profile().forms_url,
                "lacks_phone": accounts.lacks_phone(request.user),
                "first_step": first,
                "earlier": earlier_files(application, standing_of(application)),
            },
        )
    )


def take_again(request: Request, application: Application, numbers: Sequence[str]) -> list[str]:
    """«Приложить отмеченные»: files of earlier applications; gives a sentence for each that was refused."""
    offered = earlier_files(application, standing_of(application))
    attached, refusals = attach_again(application, numbers, offered=offered, by=request.user, now=timezone.now())
    if attached:
        messages.success(request, f"Приложено файлов: {attached}.", extra_tags="toast")
    return refusals


def _save(application: Application, form: DraftForm, *, sheet: Sheet) -> None:
    services.save_draft(application, answers=_kept(form), sheet=sheet, now=timezone.now())


def _submit(request: Request, application: Application, form: DraftForm, *, sheet: Sheet) -> HttpResponse:
    return hand_over(request, application, answers=_kept(form), sheet=sheet)


def hand_over(
    request: Request, application: Application, *, answers: Mapping[str, Any], step: str = "", sheet: Sheet
) -> HttpResponse:
    """Submit with these answers, or save them and lead to what has to be done first, and back."""
    now = timezone.now()
    try:
        case = services.submit(application, answers=answers, step=step, sheet=sheet, by=request.user, now=now)
    except DetailsMissing as refusal:  # to «Данные» and back: what was typed waits in the draft
        services.save_draft(application, answers=answers, step=step, sheet=sheet, now=now)
        messages.warning(request, refusal.message)
        return redirect(f"{reverse('profile')}?{urlencode({'next': request.path})}")
    except PhoneNotConfirmed:
        services.save_draft(application, answers=answers, step=step, sheet=sheet, now=now)
        messages.warning(request, "Подтвердите телефон, и заявку можно будет подать. Всё введённое сохранено.")
        return redirect(f"{reverse('phone')}?{urlencode({'next': request.path})}")
    whose = "вам" if request.user.acting.is_own else "заявителю"
    messages.success(request, f"Заявка подана. Копия сведений о ней отправлена {whose} на почту.")
    return redirect(case)


def _kept(form: DraftForm) -> dict[str, Any]:
    """The answers; what makes no sense is no answer, and waits in the draft as it was typed."""
    form.is_valid()
    empty: dict[str, Any] = {"max_power_kw": None}
    answers = {name: form.cleaned_data.get(name, empty.get(name, "")) for name in COLUMNS}
    return answers | {one.code: form.cleaned_data.get(one.code) for one in form.own}
