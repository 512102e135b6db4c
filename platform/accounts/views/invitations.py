from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import open_to_all

from .. import services
from ..forms import InvitationForm
from ..models import Invitation
from ..security import rate_limits
from .entry import enter


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = services.find_invitation(token, now=timezone.now())
    if request.method != "POST":
        names = {name: getattr(invitation, name) for name in ("last_name", "first_name", "middle_name")}
        return _page(request, InvitationForm(initial=names), invitation)
    form = InvitationForm(request.POST)
    if not rate_limits.new_password_allowed(request):
        return _page(request, rate_limits.refuse(form), invitation, status=429)
    if not form.is_valid():
        return _page(request, form, invitation)
    user = services.accept_invitation(
        token,
        last_name=form.cleaned_data["last_name"],
        first_name=form.cleaned_data["first_name"],
        middle_name=form.cleaned_data["middle_name"],
        password=form.cleaned_data["password1"],
        now=timezone.now(),
    )
    logout(request)  # the e-mail may be opened where somebody else is signed in
    return enter(request, user)


def _page(request: HttpRequest, form: InvitationForm, invitation: Invitation, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/accept_invitation.html", context, status=status)
