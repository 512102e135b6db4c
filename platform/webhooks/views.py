"""«Вебхуки» of «Интеграции»: endpoints are made, looked at, tried, resumed and removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.views.security import asks_who
from audit import told
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from, require_safe

from . import payload, queries, services
from .forms import EndpointForm
from .models import Delivery, Endpoint

EVERYBODY = (Role.APPLICANT, Role.ADMINISTRATOR)


@access(*EVERYBODY)
@require_safe
def webhooks(request: Request) -> HttpResponse:
    endpoints = list(queries.endpoints_for(request.user))
    people = queries.people(endpoints)
    rows = [(one, people.get(one.user_number) if one.user_number != request.user.pk else None) for one in endpoints]
    return render(request, "webhooks/list.html", {"rows": rows})


@access(*EVERYBODY)
@never_cache
def new_webhook(request: Request) -> HttpResponse:
    return _new_webhook(request)


@asks_who
def _new_webhook(request: Request) -> HttpResponse:
    form = EndpointForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        asked = {"kinds": [], **form.cleaned_data}
        try:
            endpoint, words = services.make_endpoint(**asked, by=request.user, key=key_of(request), now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return render(request, "webhooks/made.html", {"endpoint": endpoint, "secret": words}, status=201)
    return render(request, "webhooks/new.html", {"form": form}, status=422 if form.errors else 200)


@access(*EVERYBODY)
@require_safe
def webhook(request: Request, pk: int) -> HttpResponse:
    endpoint = _seen(request, pk)
    labels = {one.event: one.label for one in told.catalogue().values()} | {payload.TEST: "Тестовое событие"}
    rows = [(one, labels.get(one.event, one.event)) for one in queries.log_of(endpoint)]
    context = {
        "endpoint": endpoint,
        "rows": rows,
        "chosen": queries.events_of(endpoint),
        "kinds": queries.kinds_of(endpoint),
        "shown": queries.SHOWN,
    }
    return render(request, "webhooks/endpoint.html", context)


@access(*EVERYBODY)
@posted_from(lambda request, pk: _seen(request, pk))
def send_test(request: Request, pk: int) -> HttpResponse:
    endpoint = _seen(request, pk)
    services.send_test(endpoint, by=request.user, now=timezone.now())
    messages.success(request, "Тестовое событие отправлено: ответ появится в журнале через несколько секунд.")
    return redirect(endpoint)


@access(*EVERYBODY)
@posted_from(lambda request, pk: _seen(request, pk))
def resume(request: Request, pk: int) -> HttpResponse:
    endpoint = _seen(request, pk)
    services.resume_endpoint(endpoint, by=request.user, now=timezone.now())
    messages.success(request, "Вебхук работает: события отправляются с самого раннего.")
    return redirect(endpoint)


@access(*EVERYBODY)
@posted_from(lambda request, pk: _seen(request, pk))
def remove(request: Request, pk: int) -> HttpResponse:
    endpoint = _seen(request, pk)
    services.remove_endpoint(endpoint, by=request.user, now=timezone.now())
    messages.success(request, "Вебхук удалён: больше на этот адрес ничего не отправляется.")
    return redirect("webhooks")


@access(*EVERYBODY)
@posted_from(lambda request, pk: _delivery(request, pk).endpoint)
def repeat(request: Request, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    services.repeat(delivery, by=request.user, now=timezone.now())
    messages.success(request, "Событие отправлено ещё раз с тем же webhook-id.")
    return redirect(delivery.endpoint)


def _seen(request: Request, pk: int) -> Endpoint:
    return get_object_or_404(Endpoint.objects.visible_to(request.user), pk=pk)


def _delivery(request: Request, pk: int) -> Delivery:
    return get_object_or_404(queries.deliveries_of(request.user), pk=pk)
