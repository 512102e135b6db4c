"""Outages of the platform as a ground that staff apply to a term of one case; never by itself.

No act that was read knows such a pause, so the term keeps its last day and each day its side. What the last day would
be without the days of the outage stands beside it, reckoned, for a lawyer, and the outage stands beside its days. What
was applied is kept as records of the journal, which nobody changes; to take it back is a further record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit import record
from audit.models import Record
from cabinet.cases.models import Case
from cabinet.deadlines.course import Course
from cabinet.deadlines.terms import Outage, TermOnDay
from cabinet.rules.pack import Pack
from tenants.outages.queries import Known, known_outages
from ui import clock
from ui.words import with_time

from .errors import AlreadyApplied, AlreadyTakenBack, NotOfThisTerm

APPLIED, TAKEN_BACK = "case.outage_applied", "case.outage_taken_back"
CHECK = "расчётно, требует проверки юристом"
# A term that was kept, or that a request or the end of the application stopped, has nothing to be explained.
AFFECTED = {"running", "overdue", "late"}


@dataclass(frozen=True)
class Ground:
    """An outage that staff have applied to a term, and what has become of it since."""

    number: int  # of its record
    outage: int
    term: str
    title: str  # of the term
    began_at: datetime
    ended_at: datetime
    what: str
    reason: str
    applied_at: datetime
    taken_back: str = ""  # why, and when, in words
    revised: str = ""  # what an operator has done with the outage since, in words

    @property
    def holds(self) -> bool:
        return not (self.taken_back or self.revised)

    @property
    def first(self) -> date:
        return clock.local(self.began_at).date()

    @property
    def last(self) -> date:
        return clock.local(self.ended_at).date()

    @property
    def period(self) -> str:
        return clock.period(self.began_at, self.ended_at)

    @property
    def state(self) -> str:
        return self.taken_back or self.revised or f"применён, {CHECK}"

    @property
    def words(self) -> str:
        """Beside the days: «Перерыв в работе кабинета 17.03.2026, 10:30 – 14:00 (МСК): …»."""
        return f"{self.fact}. Применён к сроку «{self.title}»: {self.reason} ({CHECK})"

    @property
    def fact(self) -> str:
        """Without the words of staff."""
        return f"Перерыв в работе кабинета {self.period}: {self.what}"


@dataclass(frozen=True)
class Choice:
    """An outage that may be applied to a term."""

    outage: Known
    term: TermOnDay

    @property
    def code(self) -> str:
        return f"{self.outage.pk}.{self.term.code}"


def grounds_of(case: Case, *, now: datetime) -> list[Ground]:
    """All that was ever applied to a case. Where no outage is known of its days, nothing is asked."""
    known = {outage.pk: outage for outage in _of_its_days(case, now)}
    if not known:
        return []
    taken: dict[int, str] = {}
    found = []
    for one in Record.objects.about(case).filter(event__in=[APPLIED, TAKEN_BACK]):
        told = one.details
        if one.event == TAKEN_BACK:
            taken[told["ground"]] = f"применение отменено {_at(one.at)}: {told['reason']}"
        else:
            found.append((one, told))
    return [
        Ground(
            one.pk, told["outage"], told["term"], told["title"], datetime.fromisoformat(told["began_at"]),
            datetime.fromisoformat(told["ended_at"]), told["what"], told["reason"], one.at, taken.get(one.pk, ""),
            _revised(known.get(told["outage"])),
        )
        for one, told in found
    ]  # fmt: skip


def in_counting(grounds: Iterable[Ground]) -> list[Outage]:
    """As the clock takes them."""
    return [Outage(ground.term, ground.first, ground.last) for ground in grounds if ground.holds]


def choices_of(case: Case, course: Course, grounds: Sequence[Ground], *, now: datetime) -> list[Choice]:
    """Every outage that falls into the days of a term and is not applied to it."""
    standing = [outage for outage in _of_its_days(case, now) if outage.withdrawn_at is None]
    applied = {(ground.outage, ground.term) for ground in grounds if ground.holds}
    return [
        Choice(outage, term)
        for term in _affected(course, case.edition)
        for outage in standing
        if _touches(outage, term, course.looked_on) and (outage.pk, term.code) not in applied
    ]


@transaction.atomic
def apply(case: Case, choice: Choice, *, reason: str, by: User, now: datetime) -> None:
    """Raises AlreadyApplied and NotOfThisTerm."""
    _locked(case)
    outage, term = choice.outage, choice.term
    grounds = grounds_of(case, now=now)
    if any((one.outage, one.term, one.holds) == (outage.pk, term.code, True) for one in grounds):
        raise AlreadyApplied
    if term.state not in AFFECTED or not _touches(outage, term, clock.local(now).date()):
        raise NotOfThisTerm
    record(
        by, APPLIED, case, now=now, outage=outage.pk, term=term.code, title=term.title,
        began_at=outage.began_at.isoformat(), ended_at=outage.ended_at.isoformat(), what=outage.what, reason=reason,
    )  # fmt: skip


@transaction.atomic
def take_back(case: Case, ground: Ground, *, reason: str, by: User, now: datetime) -> None:
    """Raises AlreadyTakenBack."""
    _locked(case)
    if any(one.number == ground.number and one.taken_back for one in grounds_of(case, now=now)):
        raise AlreadyTakenBack
    record(
        by, TAKEN_BACK, case, now=now, ground=ground.number, title=ground.title, what=ground.what, reason=reason,
        began_at=ground.began_at.isoformat(), ended_at=ground.ended_at.isoformat(),
    )  # fmt: skip


def _locked(case: Case) -> None:
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _of_its_days(case: Case, now: datetime) -> list[Known]:
    assert case.submitted_at is not None  # noqa: S101  only what was submitted has terms
    return [outage for outage in known_outages() if outage.falls_between(case.submitted_at, now)]


def _affected(course: Course, pack: Pack) -> list[TermOnDay]:
    """What lapses makes nobody late, so there is nothing to be explained."""
    return [term for term in course.terms if term.state in AFFECTED and term.code not in pack.lapsing]


def _touches(outage: Known, term: TermOnDay, looked_on: date) -> bool:
    """The day of the event that begins a term is not counted in it, so an outage of that day explains nothing."""
    first, last = (clock.local(moment).date() for moment in (outage.began_at, outage.ended_at))
    return last > term.started_on and first <= (term.ended_on or looked_on)


def _revised(outage: Known | None) -> str:
    if outage is None or outage.withdrawn_at is None:
        return ""
    return f"оператор площадки исправил или отозвал запись {_at(outage.withdrawn_at)}: {outage.withdrawal_reason}"


def _at(moment: datetime) -> str:
    return f"{with_time(clock.local(moment))} ({clock.zone_of(moment)})"
