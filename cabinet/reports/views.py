"""«Отчёты»: a period, its tables with their charts, the same as XLSX and CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from audit import record
from documents.storage import attachment
from documents.tables import Cell, as_csv, as_xlsx
from tenancy.access import Role, access
from tenancy.methods import hands_out_file, posted_from, require_safe
from ui.words import grouped, in_digits

from . import services
from .forms import PeriodForm
from .period import Period, last_month, last_quarter, last_year, this_month, this_year
from .queries import REPORTS, Report

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
READY = {
    "Этот месяц": this_month,
    "Прошлый месяц": last_month,
    "Прошлый квартал": last_quarter,
    "Этот год": this_year,
    "Прошлый год": last_year,
}


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    percent: int  # of the longest one


@access(Role.STAFF)
@require_safe
def reports(request: Request) -> HttpResponse:
    form, period = _chosen(request)
    context = {
        "form": form,
        "asked": _query(period),
        "ready": _ready(period),
        "reports": [(code, title) for code, (title, _make) in REPORTS.items()],
    }
    return render(request, "reports/list.html", context, status=422 if form.errors else 200)


@access(Role.STAFF)
@require_safe
def report(request: Request, code: str) -> HttpResponse:
    title, make = _found(code)
    form, period = _chosen(request)
    told = make(period)
    context = {
        "title": title,
        "code": code,
        "form": form,
        "asked": _query(period),
        "ready": _ready(period),
        "report": told,
        "bars": bars_of(told),
        "rows": [[(head, said(cell)) for head, cell in zip(told.heads, row, strict=True)] for row in told.rows],
    }
    return render(request, "reports/report.html", context, status=422 if form.errors else 200)


@access(Role.STAFF)
@hands_out_file
@require_safe
def file(request: Request, code: str, kind: str) -> HttpResponse:
    title, make = _found(code)
    if kind not in KINDS:
        raise Http404
    form, period = _chosen(request)
    if form.errors:
        return redirect(f"{reverse('report', args=[code])}?{request.GET.urlencode()}")
    told = make(period)
    content = as_csv(told.heads, told.rows) if kind == "csv" else as_xlsx(title, told.heads, told.rows)
    since, until = in_digits(period.since), in_digits(period.until)
    record(request.user, "reports.downloaded", request.user, now=timezone.now(), title=title, since=since, until=until)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = attachment(f"{title} {since}–{until}.{kind}")
    return answer


@access(Role.STAFF)
@posted_from("reports")
def letters(request: Request) -> HttpResponse:
    """«Присылать отчёт за месяц»: each decides for themselves."""
    wanted = request.POST.get("wanted") == "on"
    services.want_letters(request.user, wanted=wanted, now=timezone.now())
    messages.success(
        request, "Отчёт будет приходить первого числа каждого месяца." if wanted else "Отчёт больше не приходит."
    )
    return redirect("reports")


def bars_of(report: Report) -> Sequence[Bar]:
    """What the chart draws: the first column names a bar, a total is none."""
    drawn: list[tuple[str, Cell]] = [(str(row[0]), row[report.drawn]) for row in report.rows if row[0] != "Всего"]
    numbers = [value if isinstance(value, int | Decimal) else 0 for _label, value in drawn]
    longest = max(numbers, default=0)
    if not longest:
        return []
    return [
        Bar(label, said(value), round(100 * number / longest))
        for (label, value), number in zip(drawn, numbers, strict=True)
    ]


def said(cell: Cell) -> str:
    """As a page says it: power and days without noughts at the end."""
    if not isinstance(cell, int | Decimal):
        return str(cell)
    whole, _, part = f"{cell:f}".partition(".")
    part = part.rstrip("0")
    return f"{grouped(int(whole))},{part}" if part else grouped(int(whole))


def _found(code: str) -> tuple[str, Callable[[Period], Report]]:
    if code not in REPORTS:
        raise Http404
    return REPORTS[code]


def _chosen(request: Request) -> tuple[PeriodForm, Period]:
    """What the address asks for; this year where it asks for nothing, or for what makes no sense."""
    usual = this_year(timezone.localdate())
    if not request.GET.keys() & {"since", "until"}:
        return PeriodForm(initial={"since": usual.since, "until": usual.until}), usual
    form = PeriodForm(request.GET)
    return (form, form.period) if form.is_valid() else (form, usual)


def _ready(period: Period) -> list[tuple[str, str, bool]]:
    today = timezone.localdate()
    found = [(title, make(today)) for title, make in READY.items()]
    return [(title, _query(one), one == period) for title, one in found]


def _query(period: Period) -> str:
    asked = QueryDict(mutable=True)
    asked["since"], asked["until"] = in_digits(period.since), in_digits(period.until)
    return asked.urlencode()
