"""«Интеграции»: keys are made, shown once, listed and revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.views.security import asks_who
from tenancy.access import Role, access, open_to_all
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import hands_out_file, posted_from, require_safe
from tenancy.retention import kept_for

from . import queries, services
from .description import as_yaml
from .forms import KeyForm
from .models import Key
from .reference import chapters

REFERENCE_KEPT = 600  # seconds


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def integrations(request: Request) -> HttpResponse:
    now = timezone.now()
    keys = [(key, key.is_valid(now)) for key in queries.keys_for(request.user, now=now)]
    context = {"own": [it for it in keys if it[0].user_id == request.user.pk],
               "others": [it for it in keys if it[0].user_id != request.user.pk]}  # fmt: skip
    return render(request, "api/integrations.html", context)


@access(Role.APPLICANT, Role.STAFF)
@never_cache
def new_key(request: Request) -> HttpResponse:
    return _new_key(request)


@asks_who
def _new_key(request: Request) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            key, token = services.make_key(
                **form.cleaned_data, by=request.user, key=key_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return render(request, "api/made.html", {"key": key, "token": token}, status=201)
    return render(request, "api/new.html", {"form": form}, status=422 if form.errors else 200)


@access(Role.APPLICANT, Role.STAFF)
@posted_from(lambda request, pk: _seen(request, pk) and "integrations")
def revoke(request: Request, pk: int) -> HttpResponse:
    key = _seen(request, pk)
    services.revoke_key(key, by=request.user, now=timezone.now())
    messages.success(request, f"Ключ «{key.name}» отозван: программа с ним больше не войдёт.")
    return redirect("integrations")


def _seen(request: Request, pk: int) -> Key:
    return get_object_or_404(Key.objects.visible_to(request.user), pk=pk)


@open_to_all
@require_safe
@kept_for(REFERENCE_KEPT)
def reference(request: Request) -> HttpResponse:
    """The description of the API for people."""
    return render(request, "api/reference.html", {"chapters": chapters()})


@open_to_all
@require_safe
@hands_out_file
@kept_for(REFERENCE_KEPT)
def openapi(request: Request) -> HttpResponse:
    """The same for programs."""
    return HttpResponse(as_yaml(), content_type="application/yaml; charset=utf-8")
