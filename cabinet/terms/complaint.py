"""«Черновик жалобы»: a Word file of facts for the applicant. It states terms, days, points and documents, and advises
nothing: to whom it goes and what is asked is left to the person.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from docx import Document

from cabinet.cases.models import Entry
from cabinet.company.models import Profile
from cabinet.rules.citation import Marked, for_applicants
from ui import clock
from ui.words import in_digits, in_words, lower_first, one_line, with_time

from .outages import Ground
from .queries import Told
from .rows import SIDES, TermRow, day_rows, days, term_rows, totals

OF_OTHERS = {"company", "supplier"}


def draft(told: Told, grounds: Sequence[Ground], about: Profile, documents: Iterable[Entry], *, now: datetime) -> bytes:
    """The file. `documents` are those that the applicant sees, the oldest first."""
    word, case = Document(), told.case
    today = in_words(timezone.localtime(now).date())

    def say(*lines: str) -> None:
        for line in lines:
            word.add_paragraph(one_line(line, limit=2000))

    say("Кому: ____________________", f"От кого: {case.applicant.title}, {case.applicant.numbers}")
    word.add_heading("Жалоба", level=1)
    say(
        f"Заявка {case.name} поступила {_at(case.submitted_at)}. "
        f"Сетевая организация: {about.full_name}, ИНН {about.inn}.",
        f"Категория заявителя: {_by(told.category.title, told.category)}. "
        f"Состояние на {today}: {lower_first(told.course.state.title)}.",
    )
    late, reckoned = _late(term_rows(told, grounds))
    word.add_heading("Прошедшие сроки", level=2)
    say(*(late or [f"На {today} прошедших сроков организации по данным карточки нет."]))
    if reckoned:
        word.add_heading("Расчётные сроки: длина требует проверки", level=2)
        say(*reckoned)
    word.add_heading("Чьи были дни", level=2)
    say(*(f"{side}: {count}" for side, count in totals(told.course)))
    say(*(f"{row.days}: {lower_first(row.side)}. {row.span.reason}" for row in day_rows(told)))
    word.add_heading("События", level=2)
    titles = {event.code: event.title for event in case.edition.events}
    say(*(f"{_at(one.at)}: {titles[one.event]}. {one.proof}" for one in told.occurrences))
    word.add_heading("Документы карточки", level=2)
    say(*(f"{_at(entry.placed_at)}: {entry.title}, {_sender(entry)}{_file(entry)}" for entry in documents))
    say(
        "Прошу: ____________________",
        "Дата, подпись: ____________________",
        f"Черновик составлен {_at(now)} по данным карточки. В нём только факты; он не заменяет совета юриста. "
        f"Правила: {case.edition.edition.act}.",
    )
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _late(rows: Sequence[TermRow]) -> tuple[list[str], list[str]]:
    """Of the company and the supplier what was missed: what the act settles, and what has to be checked first."""
    missed = [row for row in rows if row.term.whose in OF_OTHERS and row.term.late_days and not row.is_over]
    settled = [_told(row) for row in missed if not row.term.needs_lawyer]
    return settled, [_told(row) for row in missed if row.term.needs_lawyer]


def _told(row: TermRow) -> str:
    term = row.term
    proof = f" ({row.started.proof}, {_at(row.started.at)})" if row.started else ""
    last = in_digits(term.last_day) if term.last_day else ""
    outages = "".join(f" {ground.fact}." for ground in row.grounds if ground.holds)
    if row.without_outages:
        outages += f" {row.without_outages}."
    done = f"исполнено {in_digits(term.ended_on)}" if term.ended_on else "не исполнено"
    return (
        f"{SIDES[term.whose]}: {_by(f'«{term.title}»', term)}, {row.length} с {in_digits(term.started_on)}, "
        f"{lower_first(term.started_by)}{proof}. Последний день {last}, {done}, "
        f"{days(term.late_days)} после срока.{outages}"
    )


def _by(title: str, rule: Marked) -> str:
    """With its point, as an applicant may quote it."""
    return ", ".join(filter(None, [title, for_applicants(rule)]))


def _at(moment: datetime | None) -> str:
    return f"{with_time(clock.local(moment))} ({clock.zone_of(moment)})" if moment else ""


def _file(entry: Entry) -> str:
    return f", файл {entry.document.file_name}" if entry.document else ""


def _sender(entry: Entry) -> str:
    if entry.from_supplier:
        return "от гарантирующего поставщика"
    return "от сетевой организации" if entry.from_company else "от заявителя"
