from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.drafts.page import DraftDesk, DraftPage, applicant_of
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.models import Case
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import services
from .forms import DraftForm, SendForm
from .kind import ENQUIRY
from .models import Enquiry


def _list(request: Request) -> str:
    applicant_of(request)
    return reverse("case_list")


@access(Role.APPLICANT)
@posted_from(_list)
def start(request: Request) -> HttpResponse:
    """«Создать сообщение сетевой организации»."""
    enquiry = services.start(applicant=applicant_of(request), by=request.user, key=key_of(request), now=timezone.now())
    return redirect("enquiry_draft", pk=enquiry.pk)


@access(Role.APPLICANT)
def draft(request: Request, pk: int) -> HttpResponse:
    visible = Case.objects.acted_on_by(request.user).filter(kind=ENQUIRY)
    case = get_object_or_404(visible.select_related("enquiry", "applicant"), pk=pk)
    enquiry = case.enquiry
    return DraftDesk(request, case).answer(
        DraftPage(
            template="enquiries/draft.html",
            draft_form=DraftForm,
            full_form=SendForm,
            answers={"topic": enquiry.topic, "text": enquiry.text},
            save=partial(_save, enquiry),
            submit=partial(_send, request, enquiry),
        )
    )


def _save(enquiry: Enquiry, form: DraftForm, *, sheet: Sheet) -> None:
    form.is_valid()
    text = "" if "text" in sheet.typed else form.data.get("text", "")
    topic = form.cleaned_data.get("topic") or enquiry.topic
    services.save_draft(enquiry, topic=topic, text=text, sheet=sheet, now=timezone.now())


def _send(request: Request, enquiry: Enquiry, form: DraftForm, *, sheet: Sheet) -> HttpResponse:
    case = services.send(enquiry, **form.cleaned_data, sheet=sheet, by=request.user, now=timezone.now())
    messages.success(request, "Сообщение отправлено. Ответ появится в карточке, о нём придёт письмо.")
    return redirect(case)
