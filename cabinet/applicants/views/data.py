"""«Мои данные»."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Consent
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access
from tenancy.errors import DomainError
from ui.views import local

from .. import services
from ..asked import PASSPORT, details_of, missing_of
from ..forms import DataForm
from ..queries import addresses_in_applications, is_locked

SECRET = (*PASSPORT, "account", "snils")  # never in the report of an error


@access(Role.APPLICANT)
@sensitive_post_parameters(*SECRET)
def profile(request: Request) -> HttpResponse:
    """The data of the one for whom this request acts; who may only look does not see them."""
    acting = request.user.acting
    back = local(request, request.POST.get("next") or request.GET.get("next", ""))
    context: dict[str, Any] = {
        "next": back,
        "consents": Consent.objects.filter(user=request.user)
        .select_related("text", "withdrawal")
        .order_by("-given_at"),
    }
    if acting.applicant is None or not acting.may_file:
        if request.method == "POST":
            raise Http404
        return render(request, "applicants/profile.html", context)
    applicant = acting.applicant
    locked = is_locked(applicant)
    form = DataForm(
        request.POST or None,
        applicant=applicant,
        details=details_of(applicant),
        identity_is_open=acting.administers and not locked,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_data(applicant, answers=form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Данные сохранены.")
            return redirect(back if back != "/" else "profile")
    context |= {"form": form, "is_locked": locked, "missing": missing_of(applicant), "acting": acting}
    context["addresses"] = addresses_in_applications(applicant)
    return render(request, "applicants/profile.html", context, status=422 if form.errors else 200)
