"""Around a signature: asking for one's own, declining, and what the sender does meanwhile."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.feed.parties import Signing
from cabinet.cases.models import Entry
from signing import services
from signing.rights import may_sign
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from

from .. import queries
from ..forms import DeclineForm, ProlongForm, RecallForm
from .page import found


def _place(request: Request, pk: int) -> str:
    """Where the document stands on the card of its case."""
    entry = get_object_or_404(queries.entries_for(request.user), pk=pk)
    return f"{entry.case.get_absolute_url()}#entry-{pk}"


@access(Role.APPLICANT, Role.CLERK)
def decline(request: Request, pk: int) -> HttpResponse:
    """«Отказаться от подписания»: asks for the reason, everybody is told."""
    item = found(request, pk)
    if not may_sign(item.request, request.user):
        raise Http404
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline(item.request, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Вы отказались от подписания. Мы сообщили об этом всем участникам.")
            return redirect(item.case)
    context = {"item": item, "entry": item.entry, "case": item.case, "form": form}
    return render(request, "signatures/decline.html", context, status=422 if form.errors else 200)


@access(Role.CLERK)
@posted_from(_place)
def remind(request: Request, pk: int) -> HttpResponse:
    entry, _signing = _led(request, pk)
    try:
        services.remind(queries.document_of(entry), by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Напоминание отправлено.")
    return redirect(entry.case)


@access(Role.APPLICANT, Role.CLERK)
def recall(request: Request, pk: int) -> HttpResponse:
    """«Отозвать с подписания»."""
    entry, signing = _led(request, pk)
    document = queries.document_of(entry)
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.recall(document, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Документ отозван с подписания. Мы сообщили об этом всем участникам.")
            return redirect(entry.case)
    context = {"entry": entry, "case": entry.case, "signing": signing, "form": form}
    return render(request, "signatures/recall.html", context, status=422 if form.errors else 200)


@access(Role.CLERK)
def prolong(request: Request, pk: int) -> HttpResponse:
    """«Продлить срок»."""
    entry, signing = _led(request, pk)
    document = queries.document_of(entry)
    form = ProlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.prolong(document, due_on=form.cleaned_data["due_on"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("due_on", refusal.message)
        else:
            messages.success(request, "Срок подписания продлён.")
            return redirect(entry.case)
    context = {"entry": entry, "case": entry.case, "signing": signing, "form": form}
    return render(request, "signatures/prolong.html", context, status=422 if form.errors else 200)


def _led(request: Request, pk: int) -> tuple[Entry, Signing]:
    """A document on its way to be signed, of which this side disposes."""
    entry = get_object_or_404(queries.entries_for(request.user), pk=pk)
    signing = queries.signing_of(entry, request.user)
    if not signing.is_led_here:
        raise Http404
    return entry, signing
