"""Confirming a telephone by a code, and changing the number."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import Role, access
from tenancy.errors import DomainError
from ui.words import with_time

from .. import services
from ..address import client_ip, network_of
from ..forms import ChangePhoneForm, CodeForm
from ..models import PhoneCode, User
from ..requests import Request
from ..security import rate_limits
from .entry import START, next_page

NEW_PHONE = "new_phone"  # in the session: the number that waits for its code


@access(Role.APPLICANT)
@never_cache
def phone(request: Request) -> HttpResponse:
    """«Подтверждение телефона»."""
    user = request.user
    if user.phone_confirmed_at is not None:
        return redirect(next_page(request))
    if not user.phone:
        return redirect(_with_next(request, "change_phone"))
    form, answer = _answered(request, PhoneCode.Purpose.CONFIRM, user.phone, page="phone")
    if answer:
        return answer
    if form.is_bound and form.is_valid():
        try:
            services.confirm_phone(user, code=form.cleaned_data["code"], now=timezone.now())
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, f"Телефон подтверждён.{_wait(user)}")
            return redirect(next_page(request))
    return _page(request, form, PhoneCode.Purpose.CONFIRM, user.phone)


@access(Role.APPLICANT)
@never_cache
@sensitive_post_parameters("password")
def change_phone(request: Request) -> HttpResponse:
    """«Изменить номер телефона»: first the number and the password."""
    user = request.user
    form = ChangePhoneForm(request.POST or None, user=user)
    context = {"form": form, "next": next_page(request)}
    if request.method == "POST" and not rate_limits.password_change_allowed(request):
        rate_limits.refuse(form)
        return render(request, "accounts/change_phone.html", context, status=429)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        try:
            _send(request, user, PhoneCode.Purpose.CHANGE, number)
        except DomainError as refusal:
            form.add_error("phone", refusal.message)
        else:
            request.session[NEW_PHONE] = number
            return redirect(_with_next(request, "new_phone"))
    return render(request, "accounts/change_phone.html", context, status=422 if form.errors else 200)


@access(Role.APPLICANT)
@never_cache
def new_phone(request: Request) -> HttpResponse:
    """«Изменить номер телефона»: then the code that was sent to the new number."""
    number = request.session.get(NEW_PHONE)
    if not number:
        return redirect("change_phone")
    form, answer = _answered(request, PhoneCode.Purpose.CHANGE, number, page="new_phone")
    if answer:
        return answer
    if form.is_bound and form.is_valid():
        try:
            services.change_phone(request.user, phone=number, code=form.cleaned_data["code"], now=timezone.now())
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[NEW_PHONE]
            messages.success(request, f"Номер телефона изменён.{_wait(request.user)}")
            return redirect(next_page(request))
    return _page(request, form, PhoneCode.Purpose.CHANGE, number)


def _wait(user: User) -> str:
    """Says why and until when the number cannot sign yet; empty when it can."""
    now = timezone.now()
    if services.may_sign_by_sms(user, now=now) or (ends_at := services.hold_ends_at(user)) is None:
        return ""
    until = with_time(timezone.localtime(ends_at))
    return (
        f" Подписывать документы кодом из СМС можно будет с {until}: пауза защищает от тех, кто завладел чужой записью."
    )


def greet(request: HttpRequest, user: User) -> str:
    """The first page after the registration. The code has already been requested."""
    if not user.phone or user.phone_confirmed_at is not None:
        return START
    with suppress(DomainError):  # the page says when the next one may be asked for
        _send(request, user, PhoneCode.Purpose.CONFIRM, user.phone)
    return f"{reverse('phone')}?{urlencode({'next': START})}"


def _answered(
    request: Request, purpose: PhoneCode.Purpose, number: str, *, page: str
) -> tuple[CodeForm, HttpResponse | None]:
    """The form for the code, and the response if a new code was requested."""
    if request.method != "POST" or request.POST.get("do") != "send":
        return CodeForm(request.POST or None), None
    try:
        _send(request, request.user, purpose, number)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Код отправлен.")
    return CodeForm(), redirect(_with_next(request, page))


def _send(request: HttpRequest, user: User, purpose: PhoneCode.Purpose, number: str) -> None:
    address = network_of(client_ip(request))
    services.send_code(user, purpose=purpose, phone=number, address=address, now=timezone.now())


def _with_next(request: HttpRequest, route: str) -> str:
    return f"{reverse(route)}?{urlencode({'next': next_page(request)})}"


def _page(request: Request, form: CodeForm, purpose: PhoneCode.Purpose, number: str) -> HttpResponse:
    now = timezone.now()
    waiting = services.waiting(request.user, purpose=purpose, phone=number, now=now)
    context: dict[str, Any] = {
        "form": form,
        "number": number,
        "waiting": waiting,
        "seconds": int((waiting.next_at - now).total_seconds()) + 1 if waiting.next_at else 0,
        "next": next_page(request),
        "is_change": purpose == PhoneCode.Purpose.CHANGE,
    }
    return render(request, "accounts/phone.html", context, status=422 if form.errors else 200)
