"""«Платежи»: the list, and «Разобрать», the queue of what waits for a person."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.requests import Request
from cabinet.contracts.rights import may_record_payments
from tenancy.access import Role, access
from tenancy.methods import require_safe
from ui.lists import beyond_first, remember_place

from .. import queries
from ..forms import FindForm
from ..models import Payment


def tabs(current: str) -> list[dict[str, object]]:
    """Of the section; the queue says how many wait."""
    waiting = queries.undecided_count()
    named = (
        ("payments", "Все платежи", None),
        ("payment_queue", "Разобрать", waiting or None),
        ("statements", "Выписки", None),
    )
    return [
        {"url": reverse(route), "text": text, "current": route == current, "count": count, "tone": "wait"}
        for route, text, count in named
    ]


@access(Role.STAFF)
@require_safe
def payment_list(request: Request) -> HttpResponse:
    form = FindForm(request.GET)
    form.is_valid()
    told = {name: form.cleaned_data.get(name) for name in ("q", "state", "source", "since", "until")}
    found = queries.listed(
        words=told["q"] or "",
        state=told["state"] or "",
        source=told["source"] or "",
        since=told["since"],
        until=told["until"],
    )
    page = Paginator(found, queries.PAGE_SIZE).get_page(request.GET.get("page"))
    kept = {name: request.GET.get(name, "") for name in told if told[name]}
    remember_place(request, "payments", {**kept, "page": beyond_first(page)})
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(told.values()),
        "may_act": may_record_payments(request.user),
        "may_report": queries.may_approve(request.user),
        "tabs": tabs("payments"),
    }
    return render(request, "payments/list.html", context)


@access(Role.STAFF)
@require_safe
def queue(request: Request) -> HttpResponse:
    waiting = Payment.objects.undecided().order_by("received_on", "pk")
    page = Paginator(waiting, queries.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "doubts": queries.doubts_of(list(page)),
        "returns": queries.returns_waiting(),
        "may_act": may_record_payments(request.user),
        "tabs": tabs("payment_queue"),
    }
    return render(request, "payments/queue.html", context)
