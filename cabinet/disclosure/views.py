from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import Request
from accounts.security.constant_time import steady
from accounts.security.rate_limits import Limit
from cabinet.applications.proofs import progress_of
from cabinet.cases.stages import Stage
from cabinet.company.queries import profile
from cabinet.rules.packs import current_pack
from documents.storage import attachment
from tenancy.access import open_to_all
from tenancy.company import current_company
from tenancy.methods import require_safe

from . import queries
from .forms import LookupForm, TableForm
from .sheet import lines_of, written

BY_ADDRESS = Limit("case_lookup", "30/10m/ip")
BY_NUMBER = Limit("case_lookup_number", "10/h/key")  # whoever guesses four digits gets no further
SHEETS = Limit("disclosure_csv", "10/10m/ip")
NOT_FOUND = "Заявка с таким номером и телефоном не найдена. Проверьте номер и цифры: нужен телефон, указанный в заявке"
TOO_MANY = "Слишком много попыток. Повторите через час или войдите в личный кабинет"


@open_to_all
def lookup(request: Request) -> HttpResponse:
    """«Где моя заявка». Whether a number exists is never told: wrong digits and an unknown number are one answer."""
    form = LookupForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _look_up(request, form, context)
    answer = render(request, "disclosure/lookup.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _look_up(request: Request, form: LookupForm, context: dict[str, Any]) -> int:
    number, digits = form.cleaned_data["number"], form.cleaned_data["digits"]
    key = sha256(number.casefold().encode()).hexdigest()
    if not (BY_ADDRESS.allows(request) and BY_NUMBER.allows(request, key=key)):
        form.add_error(None, TOO_MANY)
        return 429
    with steady():
        case = queries.sought(number, digits)
        if case is not None:
            context |= {"case": case, "stage": Stage(case.stage).label, "stages": progress_of([case])[case.pk]}
    if case is None:
        form.add_error(None, NOT_FOUND)
        return 422
    return 200


@open_to_all
@require_safe
def table(request: Request) -> HttpResponse:
    """The stages of every application of a year, by number alone."""
    _must_be_published()
    form, year, number = _chosen(request)
    stages = current_pack().public_stages
    page = Paginator(queries.published(year, number), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "year": year,
        "number": number,
        "stages": stages,
        "rows": [(row[0], list(zip(stages, lines_of(row, stages), strict=True))) for row in _rows(page)],
    }
    return render(request, "disclosure/table.html", context)


@open_to_all
@require_safe
def sheet(request: Request) -> HttpResponseBase:
    _must_be_published()
    if not SHEETS.allows(request):
        return render(request, "errors/429.html", status=429)
    _form, year, number = _chosen(request)
    lines = written(queries.published(year, number), current_pack().public_stages, company=current_company())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = attachment(f"Стадии заявок, {year}.csv")
    return answer


def _rows(page: Any) -> list[queries.Row]:
    return queries.rows_of(list(page.object_list))


def _must_be_published() -> None:
    if not profile().publishes_stages:
        raise Http404


def _chosen(request: Request) -> tuple[TableForm, int, str]:
    """The year and the part of a number that are asked for; what makes no sense is this year, and any number."""
    today = timezone.localdate()
    years = queries.years(today)
    form = TableForm({"year": str(today.year), **request.GET.dict()}, years=years)
    form.is_valid()
    year, number = form.cleaned_data.get("year"), form.cleaned_data.get("number", "")
    return form, int(year) if year else today.year, number
