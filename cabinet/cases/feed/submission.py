"""«Заявка подана, 19 файлов»: what was handed over with a case is one record of the feed, as it was one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ui.words import plural

from ..models import Case, Entry
from .row import FeedRow

FEW = 3  # files that stand open; more of them are folded


@dataclass(frozen=True)
class Submission:
    """The entries of a draft have all been placed at the moment when it was submitted."""

    case: Case
    rows: Sequence[FeedRow]
    for_staff: bool

    @property
    def at(self) -> datetime:
        assert self.case.submitted_at is not None  # noqa: S101  (a constraint of the database says so)
        return self.case.submitted_at

    @property
    def files(self) -> list[FeedRow]:
        return [row for row in self.rows if row.entry.kind == Entry.Kind.DOCUMENT]

    @property
    def messages(self) -> list[FeedRow]:
        return [row for row in self.rows if row.entry.kind == Entry.Kind.MESSAGE]

    @property
    def size(self) -> int:
        return sum(row.entry.document.size for row in self.files if row.entry.document)

    @property
    def title(self) -> str:
        return title_of(self.case, len(self.files))

    @property
    def is_new(self) -> bool:
        """Staff have not looked since; whoever submitted it knows."""
        looked = self.case.company_looked_at
        return self.for_staff and (looked is None or self.at > looked)

    @property
    def is_folded(self) -> bool:
        """Many files are folded, unless somebody has to sign one of them or one is infected or lost."""
        waits = any(row.signing and row.signing.is_open for row in self.files)
        is_unfit = any(row.entry.document.is_unfit for row in self.files if row.entry.document)
        return len(self.files) > FEW and not is_unfit and not waits


def title_of(case: Case, files: int) -> str:
    """«Заявка подана, 19 файлов, присвоен № ТП-2026-00017»; without files or a number, what there is."""
    counted = plural(files, "файл", "файла", "файлов") if files else ""
    number = f"присвоен №\u00a0{case.number_on_submission}" if case.number_on_submission else ""
    return ", ".join(filter(None, [case.nature.words.submitted, counted, number]))
