"""The timetable of an administrator: an overview, and a page for each part of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access

from .. import parts, queries, services, settings_forms
from ..errors import TimetableBroken, TouchesBookings
from ..models import Booking
from ..timetable import Timetable

FORMS: dict[str, Callable[..., Any]] = {
    "office": settings_forms.OfficeForm,
    "window": settings_forms.WindowForm,
    "service": settings_forms.ServiceForm,
    "special": settings_forms.SpecialForm,
}
NAMES = {"office": "Офис", "window": "Окно", "service": "Услуга", "special": "Особый день"}
ASKS_TABLE = {"window", "special"}


@access(Role.ADMINISTRATOR)
def overview(request: Request) -> HttpResponse:
    """All of the timetable; its limits are changed here."""
    table = queries.timetable()
    names = ("horizon_days", "notice_minutes", "active_limit")
    form = settings_forms.LimitsForm(request.POST or None, initial={name: getattr(table, name) for name in names})
    touched: list[Booking] = []
    if request.method == "POST" and form.is_valid():
        touched, done = _saved(request, form, table.model_copy(update=form.cleaned_data), "Пределы записи")
        if done:
            return redirect("appointment_settings")
    versions = queries.versions()
    context = {
        "form": form, "table": table, "versions": versions, "before": versions[0].pk if versions else 0,
        "touched": touched, "has_services": bool(table.services),
    }  # fmt: skip
    return render(request, "appointments/settings.html", context, status=422 if form.errors or touched else 200)


@access(Role.ADMINISTRATOR)
def part(request: Request, part: str) -> HttpResponse:
    """A part that is there (`number`) or a new one; a new window says in which `office`."""
    if part not in FORMS:
        raise Http404
    table = queries.timetable()
    number = _number(request.GET.get("number", ""))
    old = parts.find(table, part, number) if number else None
    home = (parts.office_of(table, number) if old else table.office(_number(request.GET.get("office", "")))) or None
    if (number and old is None) or (part == "window" and home is None):
        raise Http404
    office = home.number if home else 0
    asked: dict[str, Any] = {"table": table} if part in ASKS_TABLE else {}
    made = FORMS[part]
    touched: list[Booking] = []
    is_removal = old is not None and request.POST.get("do") == "remove"
    if request.method != "POST":
        form = made(initial=_initial(made, old), **asked)
    elif is_removal:
        form = made(initial=_initial(made, old), **asked)
        form.cleaned_data = {}
        touched, done = _saved(request, form, parts.without(table, part, number), f"{_said(part, old)}: удалено")
        if done:
            return redirect("appointment_settings")
    else:
        form = made(request.POST, **asked)
        if form.is_valid():
            new = form.part(number or table.last_number + 1, old)
            said = f"{_said(part, new)}: {'изменено' if old else 'добавлено'}"
            touched, done = _saved(request, form, parts.put(table, part, new, office=office), said)
            if done:
                return redirect("appointment_settings")
    versions = queries.versions()
    context = {
        "form": form, "kind": part, "name": NAMES[part], "old": old, "office": home, "touched": touched,
        "is_removal": is_removal, "before": versions[0].pk if versions else 0,
    }  # fmt: skip
    return render(request, "appointments/part.html", context, status=422 if form.errors or touched else 200)


def _saved(request: Request, form: Any, table: Timetable, said: str) -> tuple[list[Booking], bool]:
    """Save, or tell what stands in the way: the visits that it touches, or a mistake."""
    agreed = [_number(one) for one in request.POST.getlist("agreed")]
    before = _number(request.POST.get("before", ""))
    try:
        services.save_timetable(table, before=before, said=said, agreed=agreed, by=request.user, now=timezone.now())
    except TouchesBookings as refusal:
        return list(refusal.bookings), False
    except TimetableBroken as refusal:
        if form.is_bound:
            form.add_error(None, refusal.message)
        else:
            messages.error(request, refusal.message)
        return [], False
    messages.success(request, "Расписание сохранено." + (" Посетителям отправлены сообщения." if agreed else ""))
    return [], True


def _initial(form: Any, old: Any) -> dict[str, Any]:
    return form.initial_of(old) if old else {}


def _said(kind: str, part: Any) -> str:
    return f"{NAMES[kind]} «{part.name}»" if kind != "special" else f"Особый день {part.day:%d.%m.%Y}"


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0
