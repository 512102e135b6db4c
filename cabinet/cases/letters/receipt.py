"""The copy of what was handed over, for the letter to whoever has handed it over."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from ui import words
from ui.html import plain

from ..kinds import Facts
from ..models import Case, Entry


def facts_of(case: Case) -> Facts:
    """What was asked for, when and where, in the words of the rule pack."""
    assert case.submitted_at is not None  # noqa: S101  (a constraint of the database says so)
    moment = words.with_time(localtime(case.submitted_at))
    number = ("Регистрационный номер", case.number)
    return [(name, value) for name, value in (number, *case.nature.receipt(case, moment)) if value]


def papers_of(entries: Sequence[Entry]) -> list[str]:
    """«Паспорт: скан.pdf, 1,2 МБ», in the order of the draft."""
    return [
        f"{entry.title}: {entry.document.file_name}, {words.size(entry.document.size)}"
        for entry in entries
        if entry.document
    ]


def text_of(entries: Sequence[Entry]) -> str:
    """The words of a message."""
    return "\n".join(plain(entry.html).strip() for entry in entries if entry.kind == Entry.Kind.MESSAGE)
