from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.drafting import DraftDesk, applicant_of
from cabinet.cases.models import Case
from tenancy.access import Role, access
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from . import services
from .forms import DraftForm, SendForm


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
    enquiry = case.enquiry
    form_class = SendForm if desk.asked("submit") else DraftForm
    form = form_class(request.POST or None, initial={"topic": enquiry.topic, "text": enquiry.text})
    if request.method == "POST":
        desk.take_documents()
        if form.is_valid() and not desk.refusals:
            now = timezone.now()
            if desk.asked("submit"):
                case = services.send(enquiry, **form.cleaned_data, by=request.user, now=now)
                messages.success(request, "Сообщение отправлено. Ответ появится в карточке, о нём придёт письмо.")
                return redirect(case)
            services.save_draft(enquiry, **form.cleaned_data, now=now)
            messages.success(request, "Черновик сохранён.", extra_tags="toast")
            return redirect(desk.next_place())
    context = {"form": form, "case": case, **desk.context()}
    return render(request, "enquiries/draft.html", context, status=422 if form.errors or desk.refusals else 200)
