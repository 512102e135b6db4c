"""«Приём оплаты»: how people pay online, other accounts of the company. For administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from cabinet.company.queries import profile
from tenancy.access import Role, access

from .. import services
from ..acquirers import KINDS, AcquirerRefused, AcquirerSilent
from ..forms import PreferencesForm
from ..settings import acquirer_named, notify_url

TRIES = Limit("payment_keys", "20/h/user")


@access(Role.ADMINISTRATOR)
@sensitive_post_parameters("secret")
def preferences(request: Request) -> HttpResponse:
    kept = profile().payment_settings
    form = PreferencesForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.choose_acquirer(
            told["acquirer"], shop=told["shop"], secret=told["secret"], is_on=told["is_on"],
            other_accounts=told["other_accounts"], by=request.user, now=timezone.now(),
        )  # fmt: skip
        if "try" in request.POST:
            _try(request, told["acquirer"])
        else:
            messages.success(request, "Изменения сохранены.")
        return redirect("payment_preferences")
    name = kept.get("acquirer", "")
    context = {"form": form, "notify_url": notify_url(name) if name in KINDS else ""}
    return render(request, "payments/preferences.html", context, status=422 if form.errors else 200)


def _try(request: Request, name: str) -> None:
    """Ask the provider something that changes nothing."""
    asked = acquirer_named(name)
    if asked is None:
        messages.warning(request, "Сохранено. Проверять нечего: выберите сервис и введите ключи.")
    elif not TRIES.allows(request):
        messages.warning(request, "Сохранено. Слишком много проверок: повторите через час.")
    else:
        try:
            asked.try_keys()
        except AcquirerSilent:
            messages.error(request, "Сохранено. Сервис не отвечает: повторите проверку позже.")
        except AcquirerRefused as refusal:
            messages.error(request, f"Сохранено. Сервис не принял ключи: {refusal.why}")
        else:
            messages.success(request, "Сохранено. Сервис принял ключи.")
