"""«Скачать всё (ZIP)»: the documents of a case with a list of them, as one side may see them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.template.loader import render_to_string
from django.utils.timezone import localtime

import documents.services
from accounts.models import User
from accounts.security.rate_limits import Limit
from documents import release
from documents.models import Document
from documents.zip_stream import Member, Names, cell, whole, zipped
from ui.words import with_time

from ..feed.submission import title_of
from ..models import Case, Entry

ARCHIVES = Limit("download_archive", "60/h/user")  # each reads all files of a case, or of a signed document
FROM_COMPANY, FROM_SUPPLIER, FROM_APPLICANT = "От сетевой организации", "От поставщика", "От заявителя"
HEADINGS = (
    "Документ", "Файл в архиве", "Имя файла", "Размер, байт", "Дата", "От кого", "Состояние",
    "SHA-256", "Стрибог-256", "Стрибог-512",
)  # fmt: skip
Extras = Callable[[Entry, str], Iterable[Member]]  # of a document's entry and its name in the archive


@dataclass(frozen=True)
class Row:
    """A line of the list. `name` is empty for a file that is not in the archive; `state` says why."""

    entry: Entry
    document: Document
    name: str
    state: str

    @property
    def at(self) -> datetime:
        return self.entry.placed_at or self.entry.created_at

    @property
    def sender(self) -> str:
        return sender_of(self.entry)

    @property
    def cells(self) -> tuple[object, ...]:
        """In the order of HEADINGS."""
        document = self.document
        return (
            self.entry.title, self.name, document.file_name, document.size, with_time(localtime(self.at)), self.sender,
            self.state, document.sha256, document.streebog256, document.streebog512,
        )  # fmt: skip


class Archive:
    """Read whole before the first byte leaves, but for the files.

    `extras` gives what else belongs to a document, to stand beside it: its signatures, its protocol.
    """

    def __init__(self, case: Case, user: User, *, now: datetime, extras: Extras | None = None) -> None:
        self.case = case
        self.now = now
        self._extras = extras
        self._names = Names()
        self.rows = _rows(case, user, self._names)

    @property
    def file_count(self) -> int:
        return sum(1 for row in self.rows if row.name)

    def chunks(self) -> Iterator[bytes]:
        """The ZIP, piece by piece. An error of S3 half-way breaks it off."""
        lists = [
            Member("index.html", whole(self._html()), self.now),
            Member("index.csv", whole(self._csv()), self.now),
        ]
        return zipped(chain(lists, *map(self._members, self.rows)))

    def _members(self, row: Row) -> Iterable[Member]:
        if not row.name:
            return []
        file = Member(row.name, documents.services.chunks(row.document), row.at)
        extras = self._extras(row.entry, row.name) if self._extras else ()
        # Somebody may have called a file of theirs as a signature is called.
        return [file, *(replace(extra, name=self._names.numbered(extra.name)) for extra in extras)]

    def _html(self) -> bytes:
        handed_over = [row for row in self.rows if not row.entry.from_company and row.at == self.case.submitted_at]
        context = {
            "case": self.case,
            "submitted": title_of(self.case, len(handed_over)),
            "rows": self.rows,
            "headings": HEADINGS,
            "now": self.now,
        }
        return render_to_string("cases/archive_index.html", context).encode()

    def _csv(self) -> bytes:
        """As a Russian spreadsheet opens it: semicolons, and a mark of UTF-8 in front."""
        text = io.StringIO()
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow(HEADINGS)
        table.writerows([cell(value) for value in row.cells] for row in self.rows)
        return text.getvalue().encode("utf-8-sig")


def sender_of(entry: Entry) -> str:
    """Whose folder of the archive it is."""
    if entry.from_supplier:
        return FROM_SUPPLIER
    return FROM_COMPANY if entry.from_company else FROM_APPLICANT


def _rows(case: Case, user: User, names: Names) -> list[Row]:
    """Every document this side sees, the oldest first; withdrawn ones are listed too."""
    shown = Entry.objects.shown_to(user).handed_over().filter(case=case, document__isnull=False)
    rows = []
    for entry in shown.select_related("document", "withdrawal").order_by(
        Coalesce("placed_at", "created_at"),
        NullIf("position", Value(0)).asc(nulls_last=True),  # only files of a submission have a place of their own
        "created_at",
        "pk",
    ):
        document = entry.document
        assert document is not None  # noqa: S101  # asked for above
        is_own = entry.is_own_of(user)
        state, is_inside = _state(entry, document, is_own=is_own)
        name = names.of(f"{sender_of(entry)}/{document.file_name}") if is_inside else ""
        rows.append(Row(entry, document, name, state))
    return rows


def _state(entry: Entry, document: Document, *, is_own: bool) -> tuple[str, bool]:
    """In words, and whether the file is in the archive."""
    if withdrawal := getattr(entry, "withdrawal", None):
        return f"Отозван {with_time(localtime(withdrawal.created_at))}: {withdrawal.title}", False
    if release.may_have(document, own=is_own):
        return "Действует", True
    return release.why_kept(document).capitalize(), False
