"""The second step of signing in."""

import json

from allauth.account.stages import LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tenancy.access import open_to_all

from ..allauth_glue.internals import begin_authentication
from ..allauth_glue.second_factor import SecondFactorStage
from ..forms import PasskeyForm, SecondStepForm
from ..queries import factors_of
from ..security import rate_limits
from .entry import START


@open_to_all
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asked after the right password. Redirects to the first step if that was too long ago."""
    if request.user.is_authenticated:
        return redirect(START)
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    if stage is None:
        return redirect("sign_in")
    user = stage.login.user
    by_key = "credential" in request.POST
    code = SecondStepForm(None if by_key else request.POST or None, user=user)
    key = PasskeyForm(request.POST if by_key else None, user=user)
    posted = key if by_key else code
    if request.method == "POST" and posted.is_valid():
        posted.save()
        answer: HttpResponse = stage.exit()
        return answer
    kinds = {factor.type for factor in factors_of(user)}
    context = {
        "form": posted,
        "code_form": code,
        "key_form": key,
        "has_app": "totp" in kinds,
        "passkey": json.dumps(begin_authentication(user)) if "webauthn" in kinds else None,
    }
    status = 429 if rate_limits.is_refused(posted) or rate_limits.is_refused(posted, "code") else 200
    return render(request, "accounts/second_factor.html", context, status=status)
