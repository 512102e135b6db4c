"""The copy of what was handed over, for the letter to whoever has handed it over."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from cabinet.rules.packs import Pack
from ui import words
from ui.html import plain

from .models import Case, Entry


def facts_of(case: Case, pack: Pack) -> list[tuple[str, str]]:
    """What was asked for, when and where, in the words of the rule pack."""
    assert case.submitted_at is not None  # noqa: S101  (a constraint of the database says so)
    moment = words.with_time(localtime(case.submitted_at))
    if not case.is_application:
        return [("Отправлено", moment), ("Тема", case.enquiry.get_topic_display())]
    asked, kind = case.application, pack.type_of(case.application.type)
    told = [
        ("Подана", moment),
        ("Тип заявки", kind.title if kind else ""),
        ("Что подключаем", asked.purpose),
        ("Адрес", asked.address),
        ("Кадастровые номера" if len(asked.cadastral_numbers) > 1 else "Кадастровый номер", asked.cadastral_number),
        (pack.power.label, words.power(asked.max_power_kw, pack.power.unit) if asked.max_power_kw else ""),
    ]
    return [(name, value) for name, value in told if value]


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
