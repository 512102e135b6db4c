"""Signing in and out."""

from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import open_to_all, to_sign_in
from tenancy.methods import posted_from

from ..allauth_glue.internals import perform_login
from ..forms import SignInForm
from ..models import User
from ..policy import policy
from ..security import rate_limits, reauthentication

START = "/"  # redirects everyone to their own first page


@open_to_all
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect(next_page(request))
    asks_proof = not rate_limits.is_quiet(request, "login") or policy().captcha
    form = SignInForm(request.POST or None, request=request, asks_proof=asks_proof)
    if request.method == "POST" and not rate_limits.sign_in_allowed(request):
        form = rate_limits.refuse(form)
    elif request.method == "POST" and form.is_valid():
        answer: HttpResponseBase = form.login(request, redirect_url=next_page(request))
        return answer
    status = 429 if rate_limits.is_refused(form) else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_page(request)}, status=status)


@open_to_all
@posted_from(lambda request: START)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    page = next_page(request)
    logout(request)
    return redirect("sign_in") if page == START else to_sign_in(page)


def enter(request: HttpRequest, user: User, *, to: str = START) -> HttpResponse:
    """Sign in somebody who has just made an account. The session gets a new key."""
    reauthentication.confirm(request, user)
    answer: HttpResponse = perform_login(request, Login(user=user, signup=True, redirect_url=to))
    return answer


def signed_in(request: HttpRequest) -> User:
    """The user of a request behind @access."""
    return request.user  # type: ignore[return-value]


def next_page(request: HttpRequest) -> str:
    """The page the person wanted, if it is on this host: another host belongs to another company."""
    address = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else START
