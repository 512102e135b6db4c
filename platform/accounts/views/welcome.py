from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import open_to_all

from .. import services
from ..address import evidence_of
from ..forms import WelcomeForm
from ..models import Applicant, User
from ..security import rate_limits
from .entry import enter


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The first entry of a person whose account was made in the office: data, consents, a password of their own."""
    user = services.user_for_welcome(token)
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and not rate_limits.new_password_allowed(request):
        return _page(request, rate_limits.refuse(form), user, status=429)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, user, status=422 if form.errors else 200)
    user = services.take_over(
        token,
        password=form.cleaned_data["password1"],
        agreed_to=form.agreed_to,
        evidence=evidence_of(request),
        now=timezone.now(),
    )
    logout(request)  # the e-mail may be opened where somebody else is signed in
    return enter(request, user)


def _page(request: HttpRequest, form: WelcomeForm, user: User, *, status: int = 200) -> HttpResponse:
    applicant = Applicant.objects.filter(membership__user=user).first()
    context = {"form": form, "facts": applicant.identity if applicant else [], "email": user.email}
    return render(request, "accounts/welcome.html", context, status=status)
