"""«Скачать или удалить данные»: take everything away, or close the account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

import documents.services
from accounts.requests import Request
from accounts.security import rate_limits
from accounts.security.rate_limits import Limit
from audit import record
from documents.storage import attachment
from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe

from .. import closing
from ..export import Export
from ..forms import CloseForm
from ..queries import own_applicants, why_closing_is_refused

EXPORTS = Limit("export_data", "5/h/user")  # each reads all files of a person anew


@access(Role.APPLICANT)
@require_safe
def personal_data(request: Request) -> HttpResponse:
    context = {"refusal": why_closing_is_refused(request.user), "own": own_applicants(request.user)}
    return render(request, "applicants/personal_data.html", context)


@access(Role.APPLICANT)
@posted_from("personal_data")
@never_cache
def download(request: Request) -> HttpResponseBase:
    """The ZIP is written while it is sent: a hundred files take no more memory than one."""
    if not EXPORTS.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    export = Export(request.user)
    record(request.user, "user.exported_data", request.user, now=now, files=len(export.files))
    response = StreamingHttpResponse(export.chunks(now=now), content_type="application/zip")
    response["Content-Disposition"] = attachment(f"мои-данные-{timezone.localdate():%Y-%m-%d}.zip")
    return response


@access(Role.APPLICANT)
@never_cache
@sensitive_post_parameters("password")
def close(request: Request) -> HttpResponse:
    """«Закрыть учётную запись»: a page that says what happens, then the act."""
    refusal = why_closing_is_refused(request.user)
    form = CloseForm(request.POST or None, user=request.user)
    context = {"form": form, "refusal": refusal}
    if request.method == "POST" and not rate_limits.password_change_allowed(request):
        return render(request, "applicants/close.html", {**context, "form": rate_limits.refuse(form)}, status=429)
    if request.method == "POST" and not refusal and form.is_valid():
        closing.close_account(request.user, now=timezone.now())
        logout(request)
        messages.success(request, "Учётная запись закрыта. Подтверждение отправлено на ваш e-mail.")
        return redirect("sign_in")
    return render(request, "applicants/close.html", context, status=422 if form.errors else 200)
