"""The day of the desk: who comes to which window; the same page is printed."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import queries

DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 2), date(2999, 12, 30)


@access(Role.STAFF)
@require_safe
def day(request: Request) -> HttpResponse:
    table = queries.timetable()
    numbers = [office.number for office in table.offices]
    typed = request.GET.get("office", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and int(typed) in numbers else (numbers or [0])[0]
    chosen = _day(request.GET.get("day", ""))
    office = table.office(number)
    windows = {window.number: window.name for window in office.windows} if office else {}
    visits = queries.visits_of_day(chosen, number)
    context = {
        "offices": table.offices,
        "office": office,
        "day": chosen,
        "before": chosen - DAY,
        "after": chosen + DAY,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "rows": [(visit, windows.get(visit.window or 0, "")) for visit in visits],
    }
    return render(request, "appointments/day.html", context)


def _day(typed: str) -> date:
    try:
        chosen = date.fromisoformat(typed)
    except ValueError:
        return timezone.localdate()
    return min(max(chosen, FIRST), LAST)
