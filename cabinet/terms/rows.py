"""Terms and days in words, for a page and for print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cabinet.cases.due import left_in_words, provisional_year
from cabinet.cases.occurrences import Occurrence
from cabinet.deadlines.calendar import DAY
from cabinet.deadlines.course import Course
from cabinet.deadlines.ledger import Span
from cabinet.deadlines.terms import Former, TermOnDay
from cabinet.rules.citation import in_full
from cabinet.rules.pack import Length
from ui.words import in_digits, lower_first, plural

from .outages import CHECK, Ground
from .queries import Told

SIDES = {
    "company": "Сетевая организация",
    "applicant": "Заявитель",
    "supplier": "Гарантирующий поставщик",
    "nobody": "Никому не засчитан",
}
SHORT = {"company": "Организация", "applicant": "Заявитель", "supplier": "Поставщик"}
RECKONED = "расчётный срок, требует проверки"
# What a state looks like: (tone, icon) of the look.
_SHOWN = {
    "running": ("live", "clock"),
    "overdue": ("bad", "warning"),
    "in_time": ("good", "check"),
    "late": ("bad", "check"),
    "waits": ("wait", "hourglass"),
    "paused": ("wait", "hourglass"),
    "closed": ("", "minus"),
}
_OVER = ("", "minus")  # the term is over, and nothing is late by it
_FORMS = {
    "working_days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "calendar_days": ("календарный день", "календарных дня", "календарных дней"),
    "months": ("месяц", "месяца", "месяцев"),
    "years": ("год", "года", "лет"),
}


@dataclass(frozen=True)
class TermRow:
    """A term on a day. Of one that lapses (`Term.lapses` of a rule pack) `fulfilled_by` is the event that fulfils it:
    any other way for it to end, and its being over, make nothing late. `shown_by` are events after which it is known
    that it was done, but not when (`Term.shown_by`).
    """

    term: TermOnDay
    looked_on: date
    fulfilled_by: str = ""
    shown_by: frozenset[str] = frozenset()
    grounds: tuple[Ground, ...] = ()  # outages that staff have applied to it
    started: Occurrence | None = None
    ended: Occurrence | None = None

    @property
    def whose(self) -> str:
        return SHORT[self.term.whose]

    @property
    def point(self) -> str:
        return in_full(self.term)

    @property
    def length(self) -> str:
        """«10 рабочих дней»."""
        return length_in_words(Length.model_validate({self.term.unit: self.term.number}))

    @property
    def is_over(self) -> bool:
        """It has ended, and it was neither kept nor missed, or nobody knows."""
        if self._is_only_shown:
            return True
        if not self.fulfilled_by or self.term.ended_by == self.fulfilled_by:
            return False
        return self.term.state in {"overdue", "late", "in_time"}

    @property
    def tone(self) -> str:
        return _OVER[0] if self.is_over else _SHOWN[self.term.state][0]

    @property
    def icon(self) -> str:
        return _OVER[1] if self.is_over else _SHOWN[self.term.state][1]

    @property
    def said(self) -> str:
        """«осталось 2 рабочих дня», «просрочен на 5 дней», «исполнен в срок»."""
        term = self.term
        if term.state == "running":
            return self._left
        if self._is_only_shown:
            return "исполнен, день исполнения неизвестен"
        if self.is_over:
            return "не понадобился" if term.ended_on else "истёк"
        if term.state == "overdue":
            return f"просрочен на {days(term.late_days)}"
        if term.state == "late":
            return f"исполнен с опозданием на {days(term.late_days)}"
        return {
            "in_time": "исполнен в срок",
            "waits": "остановлен запросом, начнётся заново",
            "paused": "приостановлен",
            "closed": "прекращён",
        }[term.state]

    @property
    def _is_only_shown(self) -> bool:
        return self.term.state == "late" and self.term.ended_by in self.shown_by

    @property
    def _left(self) -> str:
        last = self.term.last_day
        if last is None or last <= self.looked_on:
            return "последний день сегодня" if last else "идёт"
        return left_in_words(self.looked_on, last, is_working=self.term.unit == "working_days")

    @property
    def reckoned(self) -> str:
        """What is said of a term that no source settles: it is nobody's breach before a lawyer has looked."""
        return RECKONED if self.term.needs_lawyer else ""

    @property
    def provisional(self) -> str:
        """«производственный календарь на 2028 год ещё не утверждён»."""
        if not self.term.is_provisional:
            return ""
        year = provisional_year(self.term.started_on, self.term.last_day or self.looked_on)
        return f"производственный календарь на {year} год ещё не утверждён, день может измениться"

    @property
    def without_outages(self) -> str:
        """«Без дней перерыва последний день 30.03.2026, просрочки нет; расчётно, требует проверки юристом»."""
        if self.term.reckoned is None:
            return ""
        last, late = self.term.reckoned
        was_late = self.term.state in {"overdue", "late"}
        told = f", просрочка {days(late)}" if late else ", просрочки нет" if was_late else ""
        return f"Без дней перерыва последний день {in_digits(last)}{told}; {CHECK}"

    @property
    def used(self) -> str:
        """«прошло 7 из 10». Months and years are not counted by the day."""
        return "" if self.term.used is None else f"прошло {self.term.used} из {self.term.number}"

    @property
    def ending(self) -> str:
        """«Запрошены недостающие сведения, 16.03.2026»."""
        return f"{self.term.ended_by}, {in_digits(self.term.ended_on)}" if self.term.ended_on else ""

    @property
    def history(self) -> list[str]:
        """How it came to this: counts that were given up, pauses, earlier runs."""
        told = [_former(former) for former in self.term.counted_anew]
        told += [_paused(pause.after, pause.until, pause.ground) for pause in self.term.pauses]
        told += [f"{ground.fact}. {ground.reason}" for ground in self.grounds if ground.holds]
        told += [self.without_outages] if self.term.reckoned else []
        for run in self.term.earlier:
            row = TermRow(run, self.looked_on, self.fulfilled_by, self.shown_by)
            told.append(f"Прежде: с {in_digits(run.started_on)}, {row.said}, {lower_first(row.ending)}".rstrip(", "))
            told += [row.without_outages] if run.reckoned else []
        return told


def length_in_words(length: Length) -> str:
    return plural(length.number, *_FORMS[length.unit])


def days(number: int) -> str:
    return plural(number, "день", "дня", "дней")


def _former(former: Former) -> str:
    until = f", последним днём был {in_digits(former.last_day)}" if former.last_day else ""
    late = f", просрочка {days(former.late_days)}" if former.late_days else ""
    return f"Прежний счёт: с {in_digits(former.started_on)} до {in_digits(former.until)}{until}{late}; начат заново"


def _paused(after: date, until: date | None, ground: str) -> str:
    end = f" до {in_digits(until)}" if until else ", ещё идёт"
    return f"Приостановлен с {in_digits(after)}{end}: {ground}"


@dataclass(frozen=True)
class DayRow:
    """Days in a row of one side. `overdue` are the titles of the terms of that side that were over on these days."""

    span: Span
    overdue: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()  # outages that staff have applied to a term for these days

    @property
    def days(self) -> str:
        if self.span.first == self.span.last:
            return in_digits(self.span.first)
        return f"{in_digits(self.span.first)} – {in_digits(self.span.last)}"

    @property
    def count(self) -> str:
        return days(self.span.days)

    @property
    def side(self) -> str:
        return SIDES[self.span.side]

    @property
    def shared(self) -> str:
        """Who was bound as well: «Занят и заявитель»."""
        return f"Вместе с ним: {lower_first(SIDES[self.span.shared])}" if self.span.shared else ""


def term_rows(told: Told, grounds: Sequence[Ground] = ()) -> list[TermRow]:
    titles = {event.code: event.title for event in told.case.edition.events}
    shown = {term.code: frozenset(titles[code] for code in term.shown_by) for term in told.case.edition.terms}
    fulfilled = {term.code: titles[term.ends] for term in told.case.edition.terms if term.lapses}

    def row(term: TermOnDay) -> TermRow:
        return TermRow(
            term,
            told.course.looked_on,
            fulfilled.get(term.code, ""),
            shown.get(term.code, frozenset()),
            tuple(ground for ground in grounds if ground.term == term.code),
            started=told.proof_of(term.started_by, term.started_on),
            ended=told.proof_of(term.ended_by, term.ended_on) if term.ended_on else None,
        )

    return [row(term) for term in told.course.terms]


def day_rows(told: Told, grounds: Sequence[Ground] = ()) -> list[DayRow]:
    """An outage that was applied stands beside exactly its days; they stay the days of the side they were."""
    unknown = {row.term.code for row in term_rows(told) if row.is_over}
    firm = {one.code: one.title for one in told.case.edition.terms if not one.lapses and one.code not in unknown}
    rows: list[DayRow] = []
    for span in told.course.spans:
        row = DayRow(span, tuple(firm[code] for code in dict.fromkeys(span.overdue) if code in firm))
        if rows and _same(rows[-1], row):  # only a term that lapsed has parted them
            row = replace(row, span=replace(span, first=rows.pop().span.first))
        rows.append(row)
    return list(_parted(rows, [ground for ground in grounds if ground.holds]))


def _parted(rows: Iterable[DayRow], grounds: Sequence[Ground]) -> Iterator[DayRow]:
    """Each row in as many as the days of outages divide it into."""
    borders = {ground.first for ground in grounds} | {ground.last + DAY for ground in grounds}
    for row in rows:
        begins = [row.span.first, *sorted(day for day in borders if row.span.first < day <= row.span.last)]
        for begin, following in zip(begins, [*begins[1:], row.span.last + DAY], strict=True):
            span = replace(row.span, first=begin, last=following - DAY)
            beside = tuple(ground for ground in grounds if ground.first <= span.first <= ground.last)
            yield replace(row, span=span, grounds=beside)


def _same(one: DayRow, other: DayRow) -> bool:
    return (one.span.side, one.span.reason, one.span.shared, one.overdue) == (
        other.span.side, other.span.reason, other.span.shared, other.overdue,
    )  # fmt: skip


def totals(course: Course) -> Iterator[tuple[str, str]]:
    """How many days each side has had, of those that had any."""
    for side, number in course.ledger.items():
        if number:
            yield SIDES[side], days(number)
