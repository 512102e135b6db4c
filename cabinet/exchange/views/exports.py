"""«Выгрузка данных»."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from accounts.views.security import asks_who
from documents.storage import attachment
from tenancy.access import Role, access

from .. import services
from ..forms import ExportForm
from ..registry import books

EXPORTS = Limit("exchange_export", "60/h/user")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}


@access(Role.ADMINISTRATOR)
@never_cache
def export(request: Request) -> HttpResponseBase:
    return _export(request)


@asks_who
def _export(request: Request) -> HttpResponse:
    """The password is asked again: a screen left unlocked must not give away everybody's data."""
    form = ExportForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if request.method == "POST" and not EXPORTS.allows(request):
        return render(request, "errors/429.html", status=429)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form)
        except services.TooManyRows as refusal:
            form.add_error("until", refusal.message)
    context = {"form": form, "books": books(), "rows_at_most": services.ROWS_AT_MOST}
    return render(request, "exchange/export.html", context, status=422 if form.errors else 200)


def _file(request: Request, form: ExportForm) -> HttpResponse:
    book, period, format = form.chosen, form.period, form.cleaned_data["format"]
    site = request.build_absolute_uri("/").rstrip("/")
    pieces = services.export(book, period=period, format=format, site=site, by=request.user, now=timezone.now())
    answer = StreamingHttpResponse(pieces, content_type=TYPES[format])
    answer["Content-Disposition"] = attachment(f"{book.title} {period.since}—{period.until}.{format}")
    return answer  # type: ignore[return-value]
