"""«Безопасность»: the password, the second factor and the sessions of the signed-in person."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe

from .. import services
from ..allauth_glue.internals import begin_registration
from ..forms import AddAppForm, AddPasskeyForm, ConfirmForm
from ..kept.refusal import way_back
from ..queries import FACTORS, factors_of, reserve_codes_left, sessions_of
from ..security import qr, rate_limits, reauthentication
from ..security.devices import IN_SESSION
from ..security.second_factor_gate import enrols, is_required_of, must_enrol
from .entry import next_page, signed_in

EVERYBODY = (Role.APPLICANT, Role.STAFF, Role.SUPPLIER, Role.OPERATOR)
View = Callable[..., HttpResponse]


def asks_who(view: View) -> View:
    """Ask for the password again before a security setting changes, in case the screen was left unlocked."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not reauthentication.is_fresh(request):
            return redirect(f"{reverse('confirm_identity')}?{urlencode({'next': way_back(request)})}")
        return view(request, *args, **kwargs)

    return guarded


@access(*EVERYBODY)
@enrols
@require_safe
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    factors = factors_of(user)
    context = {
        "factors": factors,
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "codes_left": reserve_codes_left(user),
        "is_required": is_required_of(user),
        "must_enrol": must_enrol(request),
        "sessions": [
            (session, session.content.get(IN_SESSION, {}), session.session_key == request.session.session_key)
            for session in sessions_of(user, now=now)
        ],
    }
    return render(request, "accounts/security.html", context)


@access(*EVERYBODY)
@enrols
@never_cache
@sensitive_post_parameters("password")
def confirm_identity(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ConfirmForm(request.POST or None, user=user)
    if request.method == "POST" and not rate_limits.password_change_allowed(request):
        form = rate_limits.refuse(form)
    elif request.method == "POST" and form.is_valid():
        reauthentication.confirm(request, user)
        return redirect(next_page(request))
    context = {"form": form, "next": next_page(request), "must_enrol": must_enrol(request)}
    status = 429 if rate_limits.is_refused(form) else 200
    return render(request, "accounts/confirm_identity.html", context, status=status)


@access(*EVERYBODY)
@enrols
@never_cache
@asks_who
def add_app(request: HttpRequest) -> HttpResponse:
    """«Приложение с кодами»: a QR code, the same key as text, and a first code as the proof that it works."""
    user = signed_in(request)
    if any(factor.type == Authenticator.Type.TOTP for factor in factors_of(user)):
        return redirect("security")
    form = AddAppForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        key = request.session.session_key
        services.add_app(user, secret=form.secret, session_key=key, now=timezone.now())
        messages.success(
            request, "Приложение подключено. Сохраните резервные коды: они выручат, если телефона не будет."
        )
        return redirect("reserve_codes")
    context = {
        "form": form,
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
        "qr": qr.svg(get_adapter().build_totp_url(user, form.secret), title="QR-код с ключом для приложения"),
        "must_enrol": must_enrol(request),
    }
    return render(request, "accounts/add_app.html", context, status=422 if form.errors else 200)


@access(*EVERYBODY)
@enrols
@never_cache
@asks_who
def add_passkey(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = AddPasskeyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        answers, key = form.cleaned_data, request.session.session_key
        services.add_passkey(
            user, name=answers["name"], credential=answers["credential"], session_key=key, now=timezone.now()
        )
        messages.success(
            request, "Ключ добавлен. Сохраните резервные коды: они выручат, если ключа не будет под рукой."
        )
        return redirect("reserve_codes")
    context = {
        "form": form,
        "passkey": json.dumps(begin_registration(user, passwordless=False)),
        "must_enrol": must_enrol(request),
    }
    return render(request, "accounts/add_passkey.html", context, status=422 if form.errors else 200)


@access(*EVERYBODY)
@never_cache
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    factor = get_object_or_404(Authenticator, pk=pk, user=signed_in(request), type__in=FACTORS)
    return _remove(request, factor)


@asks_who
def _remove(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    user = signed_in(request)
    if request.method == "POST":
        services.remove_factor(factor, by=user, now=timezone.now())
        messages.success(request, "Готово: при входе этот способ больше не спросят.")
        return redirect("security")
    return render(request, "accounts/remove_factor.html", {"factor": factor})


@access(*EVERYBODY)
@never_cache
@asks_who
def reserve_codes(request: HttpRequest) -> HttpResponse:
    """Shows the unused reserve codes; POST issues ten new ones."""
    user = signed_in(request)
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if held is None:
        raise Http404
    if request.method == "POST":
        services.renew_codes(user, now=timezone.now())
        messages.success(request, "Новые коды готовы, прежние больше не действуют.")
        return redirect("reserve_codes")
    return render(request, "accounts/reserve_codes.html", {"codes": held.wrap().get_unused_codes()})


@access(*EVERYBODY)
@posted_from("security")
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    services.end_session(signed_in(request), handle, now=timezone.now())
    messages.success(request, "Сеанс завершён.")
    return redirect("security")


@access(*EVERYBODY)
@posted_from("security")
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    services.end_other_sessions(signed_in(request), but=request.session.session_key, now=timezone.now())
    messages.success(request, "Все другие сеансы завершены.")
    return redirect("security")
