"""The period of pages about money, and «Закрытие периода»."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.requests import Request
from tenancy.errors import DomainError

from .. import services
from ..books import closed_until
from ..extracts import Period, last_month
from ..forms import ClosingForm, PeriodForm
from ..queries import may_approve
from .rights import for_money


def chosen_period(request: Request) -> tuple[PeriodForm, Period]:
    """What the address asks for; the last month where it asks for nothing that makes sense."""
    form = PeriodForm(request.GET or None)
    usual = last_month(localdate())
    if form.is_valid():
        return form, Period(form.cleaned_data["since"], form.cleaned_data["until"])
    if not form.is_bound:
        form = PeriodForm(initial={"since": usual.since, "until": usual.until})
    return form, usual


@for_money
def period(request: Request) -> HttpResponse:
    """«Закрытие периода»: what is closed changes only by corrections in an open month."""
    if not may_approve(request.user):
        raise Http404
    now = timezone.now()
    closed = closed_until()
    form = ClosingForm(request.POST or None, months=_months(closed, localdate(now)))
    if request.method == "POST" and form.is_valid():
        try:
            services.close_period(date.fromisoformat(form.cleaned_data["until"]), by=request.user, now=now)
        except DomainError as refusal:
            form.add_error("until", refusal.message)
        else:
            messages.success(request, "Период закрыт.")
            return redirect("payment_period")
    context = {"form": form, "closed": closed}
    return render(request, "payments/period.html", context, status=422 if form.errors else 200)


def _months(closed: date | None, today: date) -> list[date]:
    """The last days of the twelve months that are over, without those that are closed."""
    found: list[date] = []
    day = today.replace(day=1) - timedelta(days=1)
    while len(found) < 12 and (closed is None or day > closed):
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found
