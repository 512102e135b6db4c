"""Signing with a code from an SMS (ПЭП), in place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts import services as accounts
from accounts.address import evidence_of
from accounts.models import ConsentText
from accounts.requests import Request
from signing import services
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from

from ..forms import CodeForm, SendCodeForm
from .page import draw, found, page_of, session_of


@access(Role.APPLICANT)
@posted_from(page_of)
@never_cache
def send(request: Request, pk: int) -> HttpResponse:
    """«Подписать», and «Отправить код ещё раз»: notes what the person has said, and sends the code."""
    item = found(request, pk)
    user, now = request.user, timezone.now()
    form = SendCodeForm(request.POST, user=user)
    if not form.is_valid():
        return draw(request, item, form=form, status=422)
    evidence = evidence_of(request)
    try:
        if "agree" in form.fields:
            accounts.give_consents(user, kinds=[ConsentText.Kind.SIMPLE_SIGNATURE], evidence=evidence, now=now)
        services.note_opened(item.request, by=user, evidence=evidence, now=now)
        services.send_code(item.request, by=user, session=session_of(request), evidence=evidence, now=now)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return draw(request, found(request, pk), form=form, status=refusal.status)
    return redirect("signature_request", pk)


@access(Role.APPLICANT)
@posted_from(page_of)
@never_cache
def confirm(request: Request, pk: int) -> HttpResponse:
    """«Подтвердить»."""
    item = found(request, pk)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return draw(request, item, form=form, status=422)
    try:
        services.sign_simple(
            item.request,
            form.cleaned_data["code"],
            by=request.user,
            session=session_of(request),
            evidence=evidence_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error("code", refusal.message)
        return draw(request, found(request, pk), form=form, status=422)
    messages.success(request, "Документ подписан. Протокол и подпись можно скачать в карточке.")
    return redirect(item.case)
