from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.draft_state import DraftState, Sheet
from cabinet.cases.drafting import DraftDesk, applicant_of, remarks_on
from cabinet.cases.models import Case
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import services
from .forms import DraftForm, SendForm
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
    """One page and one form: whatever button is pressed, everything typed is kept."""
    visible = Case.objects.acted_on_by(request.user).filter(kind=Case.Kind.ENQUIRY)
    case = get_object_or_404(visible.select_related("enquiry", "applicant"), pk=pk)
    desk = DraftDesk(request, case)
    if answer := desk.before_form():
        return answer
    enquiry, state = case.enquiry, DraftState.of(case)
    form_class = SendForm if desk.asked("submit") else DraftForm
    answers = {"topic": enquiry.topic, "text": enquiry.text}
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, initial={**answers, **state.typed})
    form.remarks = remarks_on(DraftForm, state)
    if request.method == "POST":
        desk.take_documents()
        form.initial = answers
        is_ready = desk.asked("submit") and form.is_valid() and not desk.refusals
        if answer := desk.write(form, partial(_send if is_ready else _save, request, enquiry, form)):
            return answer
    context = {"form": form, "case": case, **desk.context(form)}
    return render(request, "enquiries/draft.html", context, status=desk.status if request.method == "POST" else 200)


def _save(request: Request, enquiry: Enquiry, form: DraftForm, *, sheet: Sheet) -> None:
    form.is_valid()
    text = "" if "text" in sheet.typed else form.data.get("text", "")
    topic = form.cleaned_data.get("topic") or enquiry.topic
    services.save_draft(enquiry, topic=topic, text=text, sheet=sheet, now=timezone.now())


def _send(request: Request, enquiry: Enquiry, form: DraftForm, *, sheet: Sheet) -> HttpResponse:
    case = services.send(enquiry, **form.cleaned_data, sheet=sheet, by=request.user, now=timezone.now())
    messages.success(request, "Сообщение отправлено. Ответ появится в карточке, о нём придёт письмо.")
    return redirect(case)
