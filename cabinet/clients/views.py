from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.acting import CHOICE, Acting
from accounts.requests import Request
from cabinet.cases.models import Case
from cabinet.representatives import services
from cabinet.representatives.acting import choices_of
from cabinet.representatives.forms import LettersForm
from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe


@access(Role.APPLICANT)
@require_safe
def clients(request: Request) -> HttpResponse:
    """Everybody for whom this person may act, in one list. A letter leads here with its case: then straight to it."""
    current = request.user.applicant
    choices = choices_of(request.user)
    case = _case_of(choices, request.GET.get("case", ""))
    if case is not None and case.applicant == current:
        return redirect(case)
    context = {
        "choices": [(choice, choice.applicant == current) for choice in choices],
        "case": case,
        "represents": any(choice.is_representative for choice in choices),
        "form": LettersForm(initial={"client_letters": request.user.client_letters}),
    }
    return render(request, "clients/list.html", context)


@access(Role.APPLICANT)
@posted_from("clients")
def letters(request: Request) -> HttpResponse:
    """Does this person want letters about the cases of those they represent?"""
    form = LettersForm(request.POST)
    wants = form.is_valid() and form.cleaned_data["client_letters"]
    services.want_letters(request.user, wants=wants, now=timezone.now())
    done = "Письма будут приходить." if wants else "Писем об обращениях доверителей больше не будет."
    messages.success(request, done)
    return redirect("clients")


def _list_with(request: Request, pk: int) -> str:
    """The page of the choice, for one who may choose this client."""
    if not any(choice.applicant is not None and choice.applicant.pk == pk for choice in choices_of(request.user)):
        raise Http404
    return reverse("clients")


@access(Role.APPLICANT)
@posted_from(_list_with)
def switch(request: Request, pk: int) -> HttpResponse:
    """Act for another one, without signing out."""
    choices = choices_of(request.user)
    chosen = next((c for c in choices if c.applicant is not None and c.applicant.pk == pk), None)
    if chosen is None or chosen.applicant is None:
        raise Http404
    request.session[CHOICE] = pk
    messages.success(request, f"Вы действуете за: {chosen.applicant.title}.")
    return redirect(_case_of([chosen], request.POST.get("case", "")) or "home")


def _case_of(choices: list[Acting], number: str) -> Case | None:
    """The case that a letter was about, if it belongs to one of these."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    applicants = [choice.applicant for choice in choices if choice.applicant is not None]
    return Case.objects.submitted().filter(pk=int(number), applicant__in=applicants).select_related("applicant").first()
