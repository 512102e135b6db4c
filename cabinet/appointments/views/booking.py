"""One visit: its page, the file for calendars, another time, no time at all, whether somebody came."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.requests import Request
from cabinet.company.queries import profile
from documents.storage import attachment
from tenancy.access import Role, access, open_to_all
from tenancy.company import current_company
from tenancy.errors import DomainError
from tenancy.methods import posted_from, require_safe

from .. import invitation, queries, services
from ..forms import WantedForm
from ..models import Booking
from ..services import Wanted
from .choice import choice_of


def _found(request: Request, key: UUID) -> Booking:
    """One query; whoever may not see it finds the page of an address that does not exist."""
    return get_object_or_404(queries.shown_to(request.user, key).select_related("case"))


def _may_change(request: Request) -> bool:
    return not request.user.is_authenticated or not request.user.is_staff_of_company or request.user.is_clerk


def _changed(request: Request, key: UUID) -> Booking:
    booking = _found(request, key)
    if not _may_change(request):
        raise Http404
    return booking


def _by(request: Request) -> User | None:
    return request.user if request.user.is_authenticated else None


def _page(request: Request, key: UUID) -> str:
    return _found(request, key).get_absolute_url()


@open_to_all
@never_cache
@require_safe
def card(request: Request, key: UUID) -> HttpResponse:
    booking = _found(request, key)
    now = timezone.now()
    is_ahead = booking.is_booked and booking.starts_at is not None and booking.starts_at > now
    context = {"booking": booking, "is_ahead": is_ahead, "may_change": _may_change(request)}
    return render(request, "appointments/booking.html", context)


@open_to_all
@never_cache
@require_safe
def calendar(request: Request, key: UUID) -> HttpResponse:
    booking = _found(request, key)
    if booking.starts_at is None:
        raise Http404
    file = invitation.file_of(booking, host=current_company().host, organiser=profile().short_name, now=timezone.now())
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = attachment("Запись на приём.ics")
    return answer


@open_to_all
@never_cache
def move(request: Request, key: UUID) -> HttpResponse:
    booking = _changed(request, key)
    if not booking.is_booked:
        return redirect(booking)
    wanted = WantedForm(request.POST)
    if request.method == "POST" and wanted.is_valid() and wanted.cleaned_data["at"]:
        typed = wanted.cleaned_data
        chosen = Wanted(office=typed["office"], service=booking.service, starts_at=typed["at"])
        try:
            booking = services.move(booking, chosen, by=_by(request), now=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(f"{request.path}?{urlencode({'office': typed['office']})}")
        messages.success(request, "Запись перенесена.")
        return redirect(booking)
    data: Any = {"office": str(booking.office), **request.GET.dict()}
    choice = choice_of(data, queries.timetable(), now=timezone.now(), service=booking.service)
    return render(request, "appointments/move.html", {**choice, "booking": booking})


@open_to_all
@never_cache
@posted_from(_page)
def cancel(request: Request, key: UUID) -> HttpResponse:
    booking = _changed(request, key)
    services.cancel(booking, by=_by(request), now=timezone.now())
    messages.success(request, "Запись отменена.")
    return redirect(booking)


@access(Role.CLERK)
@posted_from(_page)
def visit(request: Request, key: UUID) -> HttpResponse:
    """«Пришёл», «Не пришёл», from the list of the day and back to it."""
    booking = _found(request, key)
    services.mark_visit(booking, state=request.POST.get("state", ""), by=request.user, now=timezone.now())
    if booking.starts_at is None:
        return redirect("appointment_day")
    day = {"office": str(booking.office), "day": booking.local_start.date().isoformat()}
    return redirect(f"{reverse('appointment_day')}?{urlencode(day)}")
