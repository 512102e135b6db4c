from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import Role, access, open_to_all

from .. import services
from ..forms import AskResetForm, ChangePasswordForm, NewPasswordForm
from ..security import rate_limits
from ..security.constant_time import steady
from .entry import signed_in

# The token moves into the session and leaves the address, which browsers keep and tell to others.
IN_SESSION = "password_reset"
HIDDEN = "new"


@open_to_all
@never_cache
def ask_reset(request: HttpRequest) -> HttpResponse:
    form = AskResetForm(request.POST or None, initial={"login": request.GET.get("login", "")})
    if request.method == "POST" and not rate_limits.reset_allowed(request, request.POST.get("login", "")):
        return render(request, "accounts/ask_reset.html", {"form": rate_limits.refuse(form)}, status=429)
    if request.method == "POST" and form.is_valid():
        with steady():
            services.request_reset(form.cleaned_data["login"])
        return render(request, "accounts/reset_sent.html")
    return render(request, "accounts/ask_reset.html", {"form": form})


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def reset_password(request: HttpRequest, number: str, token: str) -> HttpResponse:
    if token != HIDDEN:
        services.user_for_reset(number, token)
        request.session[IN_SESSION] = token
        return redirect("reset_password", number, HIDDEN)
    user = services.user_for_reset(number, request.session.get(IN_SESSION, ""))
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and not rate_limits.new_password_allowed(request):
        return render(request, "accounts/reset_password.html", {"form": rate_limits.refuse(form)}, status=429)
    if request.method == "POST" and form.is_valid():
        services.reset_password(user, password=form.cleaned_data["password1"], now=timezone.now())
        rate_limits.forgive_failures(request, user)
        logout(request)  # signs out anybody in this browser and deletes the token
        messages.success(request, "Пароль изменён. Войдите с новым паролем.")
        return redirect("sign_in")
    return render(request, "accounts/reset_password.html", {"form": form})


@access(Role.APPLICANT, Role.STAFF, Role.SUPPLIER, Role.OPERATOR)
@never_cache
@sensitive_post_parameters("old_password", "password1", "password2")
def change_password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and not rate_limits.password_change_allowed(request):
        return render(request, "accounts/change_password.html", {"form": rate_limits.refuse(form)}, status=429)
    if request.method == "POST" and form.is_valid():
        services.change_password(user, password=form.cleaned_data["password1"], now=timezone.now())
        update_session_auth_hash(request, user)  # this session goes on, the others end
        messages.success(request, "Пароль изменён. На других устройствах нужно войти заново.")
        return redirect("change_password")
    return render(request, "accounts/change_password.html", {"form": form})
