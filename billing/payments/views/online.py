"""Online payment: the button on an invoice, the page of an order, notices of providers."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from billing.invoices.models import Invoice
from tenancy.access import Role, access, open_to_all
from tenancy.methods import posted_from, require_http_methods, require_safe

from .. import services
from ..acquirers import KINDS
from ..models import Checkout
from ..settings import acquirer_named, is_notify_secret

LONGEST_BODY = 64 * 1024  # bytes
NOTICES = Limit("payment_notice", "600/m/key")
ORDERS = Limit("payment_order", "30/h/user")


def _page_of(request: Request, pk: int) -> str:
    """Of the case: there the invoice is shown too."""
    return str(_invoice(request, pk).case.get_absolute_url())


@access(Role.APPLICANT)
@posted_from(_page_of)
def pay(request: Request, pk: int) -> HttpResponse:
    """«Оплатить онлайн»: make the order, then show where it is paid."""
    invoice = _invoice(request, pk)
    if not ORDERS.allows(request):
        return render(request, "errors/429.html", status=429)
    back = request.build_absolute_uri(reverse("checkout_latest", args=[invoice.pk]))
    checkout = services.begin_checkout(invoice, return_url=back, by=request.user, now=timezone.now())
    return redirect("checkout", pk=checkout.pk)


@access(Role.APPLICANT)
@require_safe
def checkout(request: Request, pk: int) -> HttpResponse:
    """Where the order is paid and how it stands. Looking at it changes nothing."""
    found = get_object_or_404(_visible(request), pk=pk)
    return render(request, "payments/checkout.html", {"checkout": found, "invoice": found.invoice})


@access(Role.APPLICANT)
@require_safe
def latest(request: Request, pk: int) -> HttpResponse:
    """Whoever comes back from the provider sees how the last order of the invoice stands."""
    found = _visible(request).filter(invoice=pk).first()
    if found is None:
        raise Http404
    return redirect("checkout", pk=found.pk)


@csrf_exempt
@open_to_all
@require_http_methods(["POST"])
def notice(request: HttpRequest, name: str, secret: str) -> HttpResponse:
    """A provider says that something has become of an order. It is asked about it; nothing here is believed."""
    if name not in KINDS or not is_notify_secret(name, secret):
        raise Http404
    asked = acquirer_named(name)
    if asked is None:
        raise Http404
    if not NOTICES.allows(request, key=name):
        return _plain("", 429)
    try:
        if int(request.headers.get("Content-Length") or 0) > LONGEST_BODY:
            return _plain("", 413)
        foreign_id, receipt_url = asked.noticed(request.body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _plain("", 400)
    _tell(name, foreign_id, receipt_url, now=timezone.now())
    return _plain(KINDS[name].reply, 200)


def _tell(name: str, foreign_id: str, receipt_url: str, *, now: datetime) -> None:
    if len(foreign_id) <= 64 and foreign_id.isprintable():
        services.notice(name, foreign_id, receipt_url=receipt_url, now=now)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")


def _invoice(request: Request, pk: int) -> Invoice:
    return get_object_or_404(Invoice.objects.visible_to(request.user).select_related("case"), pk=pk)


def _visible(request: Request) -> Any:
    return Checkout.objects.filter(invoice__in=Invoice.objects.visible_to(request.user)).select_related("invoice__case")
