"""«Документы»: which files were placed in the period, with their hashes. The bytes stay behind their links."""

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.urls import reverse

from cabinet.cases.models import Entry

from ..period import Period
from ..registry import Book, Column, Row
from ..steps import by_steps


def _found(period: Period) -> "QuerySet[Entry]":
    since, until = period.moments
    return Entry.objects.filter(kind=Entry.Kind.DOCUMENT, placed_at__gte=since, placed_at__lt=until)


def _steps(period: Period, site: str) -> Iterator[list[Row]]:
    found = _found(period).select_related("document", "case").annotate(withdrawn_at=F("withdrawal__created_at"))
    for step in by_steps(found):
        yield [_row(entry, site) for entry in step]


def _row(entry: Entry, site: str) -> Row:
    document = entry.document
    assert document is not None  # noqa: S101  # a constraint of the table
    return [
        entry.pk,
        entry.case_id,
        entry.case.number,
        entry.title,
        _side(entry),
        entry.placed_at,
        entry.withdrawn_at,  # type: ignore[attr-defined]  # annotated
        document.file_name,
        document.content_type,
        document.size,
        document.sha256,
        document.streebog256,
        document.get_scan_display(),
        f"{site}{reverse('document', args=[entry.pk])}",
    ]


def _side(entry: Entry) -> str:
    if entry.from_supplier:
        return "поставщик"
    return "организация" if entry.from_company else "заявитель"


BOOK = Book(
    code="documents",
    title="Документы",
    dated="по дате размещения",
    told="Названия, имена и размеры файлов, SHA-256, Стрибог-256 и ссылки, которые открываются после входа",
    columns=(
        Column("id", "ID", 8),
        Column("case_id", "ID обращения", 12),
        Column("case_number", "Номер обращения"),
        Column("title", "Название", 40),
        Column("from", "От кого", 14),
        Column("placed_at", "Размещён", 20),
        Column("withdrawn_at", "Отозван", 20),
        Column("file_name", "Имя файла", 36),
        Column("content_type", "Тип", 24),
        Column("size", "Размер, байт", 12),
        Column("sha256", "SHA-256", 66),
        Column("streebog256", "Стрибог-256", 66),
        Column("scan", "Проверка на вирусы", 24),
        Column("link", "Скачать", 48),
    ),
    count=lambda period: _found(period).count(),
    steps=_steps,
)
