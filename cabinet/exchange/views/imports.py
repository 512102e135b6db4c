"""«Загрузка заявок»: a file, then what its columns are, then what would come of each line, then the entering."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from tenancy.access import Role, access
from tenancy.errors import DomainError
from ui import words

from .. import services
from ..forms import ColumnsForm, FileForm
from ..imports import table as tables
from ..imports.columns import TARGETS
from ..imports.table import Line, Table

TRIES = Limit("exchange_import", "120/h/user")
KEPT_SECONDS = 6 * 60 * 60
SHOWN = 200  # mistakes


@access(Role.ADMINISTRATOR)
@never_cache
def bring(request: Request) -> HttpResponse:
    return ImportPage(request).answer()


class ImportPage:
    """One request. Between the steps the table stands in the page itself, signed: nothing of it is kept by us.

    `do` says what is asked: nothing (a file has come), columns, check, enter.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.now = timezone.now()
        self.salt = f"exchange-import {connection.schema_name} {request.user.pk}"  # type: ignore[attr-defined]

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._file_page(FileForm())
        if not TRIES.allows(self.request):
            return render(self.request, "errors/429.html", status=429)
        if "table" not in self.request.POST:
            return self._read()
        try:
            told = signing.loads(self.request.POST["table"], salt=self.salt, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return self._file_page(FileForm(), refusal="Страница устарела. Выберите файл ещё раз")
        lines = tuple(Line(number, tuple(cells)) for number, cells in told["lines"])
        self.name, self.table = told["name"], Table(tuple(told["heads"]), lines, tuple(told["notes"]))
        form = ColumnsForm(self.request.POST, table=self.table)
        do = self.request.POST.get("do")
        if not form.is_valid():
            return self._columns_page(form, status=422)
        return self._enter(form) if do == "enter" else self._check(form) if do == "check" else self._columns_page(form)

    def _read(self) -> HttpResponse:
        form = FileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._file_page(form)
        file = form.cleaned_data["file"]
        try:
            self.table = tables.read(file, size=file.size)
        except DomainError as refusal:
            form.add_error("file", refusal.message)
            return self._file_page(form)
        self.name = words.one_line(file.name, 100)
        return self._columns_page(ColumnsForm.guessed(self.table))

    def _check(self, form: ColumnsForm) -> HttpResponse:
        services.remember_columns(self.table.heads, form.columns)
        report = services.tried(self.table, form.setting(self.name), by=self.request.user, now=self.now)
        return self._report_page(form, report)

    def _enter(self, form: ColumnsForm) -> HttpResponse:
        report = services.enter(self.table, form.setting(self.name), by=self.request.user, now=self.now)
        if report.mistakes:  # something has changed since it was tried
            return self._report_page(form, report)
        count = len(report.entered)
        said = f"Внесено: {words.plural(count, 'заявка', 'заявки', 'заявок')}"
        if report.known:
            said += f". Уже были внесены раньше: {len(report.known)}"
        messages.success(self.request, f"{said}.")
        return redirect("exchange_import")

    def _file_page(self, form: FileForm, *, refusal: str = "") -> HttpResponse:
        context = {
            "form": form,
            "refusal": refusal,
            "lines_at_most": tables.LINES_AT_MOST,
            "columns_at_most": tables.COLUMNS_AT_MOST,
            "targets": TARGETS,
        }
        return render(self.request, "exchange/import.html", context, status=422 if form.errors or refusal else 200)

    def _columns_page(self, form: ColumnsForm, *, status: int = 200) -> HttpResponse:
        return render(
            self.request, "exchange/columns.html", {**self._common(form), "first": self.table.lines[0]}, status=status
        )

    def _report_page(self, form: ColumnsForm, report: services.Report) -> HttpResponse:
        context = {
            **self._common(form),
            "report": report,
            "shown": report.mistakes[:SHOWN],
            "rest": max(len(report.mistakes) - SHOWN, 0),
            "wrong_lines": len({one.line for one in report.mistakes}),
        }
        return render(self.request, "exchange/report.html", context, status=422 if report.mistakes else 200)

    def _common(self, form: ColumnsForm) -> dict[str, Any]:
        told = {
            "name": self.name, "heads": self.table.heads, "notes": self.table.notes,
            "lines": [(line.number, line.cells) for line in self.table.lines],
        }  # fmt: skip
        return {
            "form": form,
            "name": self.name,
            "count": len(self.table.lines),
            "notes": [tables.NOTES[note] for note in self.table.notes],
            "table": signing.dumps(told, salt=self.salt, compress=True),
        }
