"""The day by the clock is kept beside the case: counted in the transaction of each fact that may move it.

The row is locked before the facts are read, so of two facts at once the later one sees both. A locked case comes before
its row, never after it.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

import cabinet.rules
from audit import record
from cabinet.cases.due import DueDay, provisional_year
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from cabinet.cases.stages import CLOSED, Stage
from cabinet.deadlines.calendar import DAY, RUSSIA
from cabinet.deadlines.terms import TermOnDay
from tenancy import due
from ui.words import in_digits

from .attention import MIDNIGHT, Notice, morning_of, notices_of
from .lead import lapses_on, leading, open_terms
from .queries import Told, told_of, zone_name

TASK = "terms.attend"
BATCH = 500
_COUNTED = (
    "move", "term", "whose", "started_on", "last_day", "is_working", "is_reckoned", "provisional_year", "counted_by",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A row as it was counted now, what has to be told of its terms, and when else it has to be counted."""

    row: DueDay
    told: Told | None = None
    notices: Sequence[Notice] = ()
    lapses: Sequence[datetime] = ()

    @property
    def moments(self) -> list[datetime]:
        """When to look again, also where it was not looked in time."""
        return sorted([*(notice.at for notice in self.notices), *self.lapses])


def follow(case: Case, now: datetime) -> None:
    """What `cases` asks by its port in the transaction of each fact."""
    count(case, now=now)


def count(case: Case, *, now: datetime) -> Counted:
    """Count the terms of a submitted case and keep the day; what is due later is listed. Twice is the same as once.

    In the transaction of its caller.
    """
    before = _locked_row(case.pk)
    fresh = Case.objects.select_related("application", "applicant").get(pk=case.pk)
    counted = _count(fresh, now=now)
    counted.row.warned = before.warned if before else {}
    if before is None or _values(before) != _values(counted.row):
        counted.row.save(force_insert=True) if before is None else counted.row.save(update_fields=_COUNTED)
    if counted.moments:
        due.plan(TASK, case.pk, at=max(now, counted.moments[0]))
    else:
        due.settle(TASK, case.pk)
    return counted


def recount(*, now: datetime) -> int:
    """Count again what was counted by another calendar, other rules or another zone, or never; list what is on no list.

    Where a last day has moved by it, the journal says so. Returns how many days have moved.
    """
    moved = 0
    for numbers in _batches(due.subjects(TASK)):
        moved += _recount(numbers, now=now)
    return moved


def counted_by() -> str:
    """What the counts of this company rest on: the calendar, the rules, the zone."""
    return f"{_data_of_the_law()} {zone_name()}"[:40]


def _locked_row(number: int) -> DueDay | None:
    return DueDay.objects.select_for_update(no_key=True).filter(pk=number).first()


def _count(case: Case, *, now: datetime) -> Counted:
    told = None
    if case.nature.has_stages and not case.is_closed:
        told = told_of([case], looked_on=timezone.localtime(now).date()).get(case.pk)
    return _counted(case, told)


def _counted(case: Case, told: Told | None) -> Counted:
    row = DueDay(case=case, counted_by=counted_by())
    if told is None:
        return Counted(row)
    row.move = told.course.move
    term = leading(told.course, case.edition)
    if term is not None:
        _take(row, term)
    lapsing = {rule.code for rule in case.edition.terms if rule.lapses}
    running = open_terms(told.course, case.edition)
    notices = [notice for one in running for notice in notices_of(one, lapses=one.code in lapsing)]
    lapses = [morning_of(day + DAY, MIDNIGHT) for day in lapses_on(told.course, case.edition)]
    return Counted(row, told, sorted(notices, key=lambda notice: notice.at), lapses)


def _take(row: DueDay, term: TermOnDay) -> None:
    assert term.last_day is not None  # noqa: S101  it runs
    row.term, row.whose, row.started_on, row.last_day = term.code, term.whose, term.started_on, term.last_day
    row.is_working, row.is_reckoned = term.unit == "working_days", term.needs_lawyer
    row.provisional_year = provisional_year(term.started_on, term.last_day)


def _values(row: DueDay) -> list[object]:
    return [getattr(row, name) for name in _COUNTED]


def _batches(listed: Collection[int]) -> Iterator[list[int]]:
    """The numbers of cases to be counted again, in constant memory but for the list of due work."""
    waiting = Case.objects.exclude(stage=Stage.DRAFT).exclude(stage__in=CLOSED, due__isnull=False)
    last, stale = 0, counted_by()
    while True:
        rows = list(
            waiting.filter(pk__gt=last).order_by("pk").values_list("pk", "due__counted_by", "due__last_day")[:BATCH]
        )
        if not rows:
            return
        last = rows[-1][0]
        numbers = [pk for pk, by, day in rows if by != stale or (day is not None and pk not in listed)]
        if numbers:
            yield numbers


@transaction.atomic
def _recount(numbers: Sequence[int], *, now: datetime) -> int:
    """A batch at the price of a few queries. Facts that come meanwhile wait for the rows."""
    rows = {row.pk: row for row in DueDay.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")}
    cases = list(Case.objects.select_related("application", "applicant").filter(pk__in=numbers).order_by("pk"))
    lawful = [case for case in cases if case.kind in kinds_with_stages() and not case.is_closed]
    told = told_of(lawful, looked_on=timezone.localtime(now).date())
    found = [_counted(case, told.get(case.pk)) for case in cases]
    changed = [one.row for one in found if one.row.pk not in rows or _values(rows[one.row.pk]) != _values(one.row)]
    DueDay.objects.bulk_create(changed, update_conflicts=True, unique_fields=["case"], update_fields=_COUNTED)
    due.plan_many(TASK, {one.row.pk: max(now, one.moments[0]) for one in found if one.moments})
    return sum(_note_move(rows[one.row.pk], one, now=now) for one in found if one.row.pk in rows)


def _note_move(before: DueDay, counted: Counted, *, now: datetime) -> bool:
    """The same term from the same day ends on another one: no fact did that, so the journal tells."""
    after = counted.row
    same = before.term and (before.term, before.started_on) == (after.term, after.started_on)
    if not same or before.last_day == after.last_day:
        return False
    days = [in_digits(row.last_day) for row in (before, after) if row.last_day]
    record(None, "case.term_recounted", after.case, now=now, term=after.title, before=days[0], after=days[-1])
    return True


@cache
def _data_of_the_law() -> str:
    """Changes with the production calendar and with every edition of the rules."""
    files = [RUSSIA, *sorted(Path(cabinet.rules.__file__).parent.glob("*/*.toml"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
