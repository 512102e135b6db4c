"""«Заявители» of the company's staff."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import services as accounts
from accounts.errors import ApplicantKnown, EmailTaken
from accounts.models import Applicant, LegalForm
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from accounts.views.organisation import people_of
from audit.models import Record
from cabinet.representatives.models import Representation
from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe
from ui.lists import beyond_first, place_in, remember_place
from ui.words import in_digits, upper_first

from .. import queries, services
from ..asked import BLOCKS, details_of, label_for
from ..forms import AccessForm, BlockForm, FindForm, OfficeForm

HISTORY = 20


@access(Role.STAFF)
@require_safe
def applicant_list(request: Request) -> HttpResponse:
    form = FindForm(request.GET)
    words, blocked = (form.cleaned_data["q"], form.cleaned_data["blocked"]) if form.is_valid() else ("", False)
    page = Paginator(queries.listed(words, blocked=blocked), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    remember_place(request, "applicants", {"q": words, "blocked": "on" if blocked else "", "page": beyond_first(page)})
    context = {"form": form, "page": page, "is_filtered": bool(words or blocked), "may_act": _may_act(request)}
    return render(request, "applicants/list.html", context)


@access(Role.STAFF)
@require_safe
def applicant(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Applicant, pk=pk)
    return _card(request, found, BlockForm(applicant=found))


def _card_of(request: Request, pk: int) -> str:
    return reverse("applicant", args=[get_object_or_404(Applicant, pk=pk).pk])


@access(Role.CLERK)
@posted_from(_card_of)
def block(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Applicant, pk=pk)
    form = BlockForm(request.POST, applicant=found)
    if not form.is_valid():
        return _card(request, found, form, status=422)
    try:
        services.block(found, reason=form.cleaned_data["reason"], seen=form.seen, by=request.user, now=timezone.now())
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return _card(request, found, form, status=422)
    messages.success(request, "Заявитель заблокирован: в кабинет он больше не войдёт.")
    return redirect("applicant", pk)


@access(Role.CLERK)
@posted_from(_card_of)
def unblock(request: Request, pk: int) -> HttpResponse:
    services.unblock(get_object_or_404(Applicant, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "Блокировка снята.")
    return redirect("applicant", pk)


@access(Role.CLERK)
def create(request: Request) -> HttpResponse:
    """The office path: somebody came in person."""
    legal_form = request.GET.get("form", "")
    if legal_form not in LegalForm.values:
        legal_form = LegalForm.PERSON
    form = OfficeForm(request.POST or None, legal_form=legal_form)
    context: dict[str, Any] = {"form": form, "known": None}
    if request.method == "POST" and form.is_valid():
        try:
            accounts.create_in_office(form.newcomer(), by=request.user, now=timezone.now())
        except EmailTaken as refusal:
            form.add_error("email", refusal.message)
        except ApplicantKnown as refusal:
            form.add_error(None, refusal.message)
            context["known"] = refusal.known
        else:
            messages.success(request, "Учётная запись создана. Заявителю отправлено письмо со ссылкой на 72 часа.")
            return redirect(place_in(request, "applicants"))
    context["tabs"] = [
        {"text": label, "url": f"?form={value}", "current": value == legal_form} for value, label in LegalForm.choices
    ]
    return render(request, "applicants/new.html", context, status=422 if form.errors else 200)


@access(Role.CLERK)
@posted_from(_card_of)
def send_welcome(request: Request, pk: int) -> HttpResponse:
    """Once more the letter of the first entry, to those who have not come."""
    found = get_object_or_404(Applicant, pk=pk)
    for member in found.members.all():
        accounts.send_again(member, by=request.user, now=timezone.now())
    messages.success(request, "Письмо отправлено ещё раз.")
    return redirect("applicant", pk)


@access(Role.CLERK)
@posted_from(_card_of)
def give_access(request: Request, pk: int) -> HttpResponse:
    """An account for somebody who was entered without one, or another address for a letter nobody came by."""
    found = get_object_or_404(Applicant, pk=pk)
    form = AccessForm(request.POST)
    if form.is_valid():
        try:
            accounts.open_account(found, email=form.cleaned_data["email"], by=request.user, now=timezone.now())
        except EmailTaken as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, "Доступ дан. Заявителю отправлено письмо со ссылкой на 72 часа.")
            return redirect("applicant", pk)
    return _card(request, found, BlockForm(applicant=found), access_form=form, status=422)


def _card(
    request: Request,
    found: Applicant,
    form: BlockForm,
    *,
    access_form: AccessForm | None = None,
    status: int = 200,
) -> HttpResponse:
    members = list(found.members.all())
    waits = bool(members) and all(accounts.has_not_come(member) for member in members)
    details = details_of(found)
    told = [(name, getattr(details, name)) for _title, names in BLOCKS[found.legal_form] for name in names]
    facts = [
        (upper_first(label_for(found, name)), in_digits(value) if isinstance(value, date) else value)
        for name, value in told
    ]
    context = {
        **people_of(found),
        "applicant": found,
        "facts": [*found.identity, *facts],
        "cases": queries.cases_of(found, request.user)[:HISTORY],
        "representatives": Representation.objects.filter(applicant=found).select_related("user").order_by("-pk"),
        "today": timezone.localdate(),
        "history": Record.objects.about(found).reverse()[:HISTORY],
        "form": form,
        "may_act": _may_act(request),
        "waits_for_first_entry": waits,
        "has_no_members": not members,
        "access_form": access_form or AccessForm(initial={"email": found.email}),
    }
    return render(request, "applicants/card.html", context, status=status)


def _may_act(request: Request) -> bool:
    return Role.CLERK in request.user.roles
