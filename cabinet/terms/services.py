"""The day by the clock is kept beside the case: counted in the transaction of each fact that may move it.

The row is locked before the facts are read, so of two facts at once the later one sees both. A locked case comes before
its row, never after it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import cabinet.rules
from audit import record
from cabinet.applications.models import COLUMNS
from cabinet.cases.due import DueDay, provisional_year
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from cabinet.cases.stages import CLOSED, Stage
from cabinet.deadlines.calendar import DAY, RUSSIA
from cabinet.deadlines.terms import TermOnDay
from tenancy import due
from tenancy.statement import statement
from tenants.ports import DaysMoved
from ui.words import in_digits

from . import signals
from .attention import MIDNIGHT, Notice, morning_of, notices_of, reached
from .lead import lapses_on, leading, open_terms
from .outcomes import outcomes_of
from .queries import Told, told_of, zone_name

TASK = "terms.attend"
BATCH = 500
# What is kept beside a case; another mark has every case counted once more, those that are over too.
KEPT = "outcomes"
LOOKED_AT = 2000  # cases, while somebody waits for the answer
_FOUND = (
    "move", "term", "whose", "started_on", "last_day", "is_working", "is_reckoned", "provisional_year", "supplier_day",
)  # fmt: skip
_COUNTED = (*_FOUND, "counted_by", "ended")


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
    before = next(iter(_locked_row(pk=case.pk)), None)
    [fresh] = _fresh(pk=case.pk)
    counted = _count(fresh, now=now)
    signals.counted.send(Case, case=fresh, told=counted.told, now=now)
    counted.row.warned = before.warned if before else {}
    if _differ(before, counted.row, _COUNTED):
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
    return sum(recount_some(numbers, now=now) for numbers in to_recount())


def days_moved_in(zone: str) -> DaysMoved:
    """What another zone would do to the days that are kept; nothing is written. Of very many the first are looked at:
    a person waits for the answer.

    They are counted in both zones: a day that is kept may be that of a term which has lapsed meanwhile, and it is not
    the zone that moves it.
    """
    running = DueDay.objects.filter(last_day__isnull=False)
    first = list(running.order_by("last_day", "pk").values_list("pk", flat=True)[:LOOKED_AT])
    cases = list(_counted_cases().filter(pk__in=first))
    today, then = _last_days(cases, zone_name()), _last_days(cases, zone)
    moved = sum(then[pk] != last_day for pk, last_day in today.items())
    return DaysMoved(moved, len(first), running.count())


def _last_days(cases: Sequence[Case], zone: str) -> dict[int, date | None]:
    with timezone.override(zone):
        told = told_of(cases, looked_on=timezone.localdate())
        return {case.pk: _counted(case, told.get(case.pk), "").row.last_day for case in cases}


def counted_by() -> str:
    """What the counts of this company rest on: the calendar, the rules, the zone."""
    return f"{KEPT} {_data_of_the_law()} {zone_name()}"[:60]


@statement
def _locked_row(*, pk: Any) -> QuerySet[DueDay]:
    return DueDay.objects.select_for_update(no_key=True).filter(pk=pk)


@statement
def _fresh(*, pk: Any) -> QuerySet[Case]:
    return Case.objects.select_related("application", "applicant").filter(pk=pk)


def _counted_cases() -> QuerySet[Case]:
    """With what is counted by, and without the rest: a night reads very many."""
    return Case.objects.select_related("application", "applicant").only(
        "kind", "stage", "pack", "pack_edition", "number", "submitted_at", "reached", "applicant__legal_form",
        *(f"application__{name}" for name in ("answers", "category", "supplier_id", *COLUMNS)),
    )  # fmt: skip


def _count(case: Case, *, now: datetime) -> Counted:
    told = None
    if case.nature.has_stages:
        told = told_of([case], looked_on=timezone.localtime(now).date()).get(case.pk)
    return _counted(case, told, counted_by())


def _counted(case: Case, told: Told | None, by: str) -> Counted:
    row = DueDay(case=case, counted_by=by)
    if told is None:
        return Counted(row)
    course, edition = told.course, case.edition
    row.ended = outcomes_of(course)
    if case.is_closed:  # nothing runs any more
        return Counted(row)
    row.move = course.move
    running = open_terms(course, edition)
    term = leading(course, running)
    if term is not None:
        _take(row, term)
    row.supplier_day = min((one.last_day for one in running if one.whose == "supplier" and one.last_day), default=None)
    if case.application.supplier_id is None:  # nobody here could be warned of the supplier's term
        running = [one for one in running if one.whose != "supplier"]
    notices = [notice for one in running for notice in notices_of(one, lapses=one.code in edition.lapsing)]
    lapses = [morning_of(day + DAY, MIDNIGHT) for day in lapses_on(course, edition)]
    return Counted(row, told, sorted(notices, key=lambda notice: notice.at), lapses)


def _take(row: DueDay, term: TermOnDay) -> None:
    assert term.last_day is not None  # noqa: S101  it runs
    row.term, row.whose, row.started_on, row.last_day = term.code, term.whose, term.started_on, term.last_day
    row.is_working, row.is_reckoned = term.unit == "working_days", term.needs_lawyer
    row.provisional_year = provisional_year(term.started_on, term.last_day)


def _differ(before: DueDay | None, after: DueDay, names: Sequence[str]) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in names)


def to_recount() -> Iterator[list[int]]:
    """The numbers of cases to be counted again, a batch at a time and in constant memory."""
    waiting = Case.objects.exclude(stage=Stage.DRAFT).exclude(stage__in=CLOSED, due__counted_by__startswith=KEPT)
    last, current = 0, counted_by()
    while True:
        rows = list(
            waiting.filter(pk__gt=last).order_by("pk").values_list("pk", "due__counted_by", "due__last_day")[:BATCH]
        )
        if not rows:
            return
        last = rows[-1][0]
        listed = due.moments(TASK, [pk for pk, _by, day in rows if day is not None])
        numbers = [pk for pk, by, day in rows if by != current or (day is not None and pk not in listed)]
        if numbers:
            yield numbers


@transaction.atomic
def recount_some(numbers: Sequence[int], *, now: datetime) -> int:
    """A batch at the price of a few queries; what has not changed is not written. Facts that come meanwhile wait for
    the rows. Returns how many days have moved.
    """
    rows = {row.pk: row for row in DueDay.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")}
    cases = list(_counted_cases().filter(pk__in=numbers).order_by("pk"))
    lawful = [case for case in cases if case.kind in kinds_with_stages()]
    told, by = told_of(lawful, looked_on=timezone.localtime(now).date()), counted_by()
    found = [_counted(case, told.get(case.pk), by) for case in cases]
    changed = [one.row for one in found if _differ(rows.get(one.row.pk), one.row, (*_FOUND, "ended"))]
    DueDay.objects.bulk_create(changed, update_conflicts=True, unique_fields=["case"], update_fields=_COUNTED)
    DueDay.objects.filter(pk__in=rows).exclude(counted_by=by).update(counted_by=by)
    _list(found, rows, now=now)
    return sum(_note_move(rows[one.row.pk], one, now=now) for one in found if one.row.pk in rows)


def _list(found: Sequence[Counted], rows: Mapping[int, DueDay], *, now: datetime) -> None:
    """See that each case is looked at in time; where the list says so already, nothing is written."""
    running = {one.row.pk: one for one in found if one.moments}
    listed = due.moments(TASK, running)
    wanted = {}
    for pk, one in running.items():
        at, warned = listed.get(pk), rows[pk].warned if pk in rows else {}
        if at is None:
            wanted[pk] = max(now, one.moments[0])
        elif at > now and any(notice.name not in warned for notice in reached(one.notices, now)):
            wanted[pk] = now
        elif coming := [moment for moment in one.moments if now < moment < at]:
            wanted[pk] = coming[0]
    due.plan_many(TASK, wanted)


def _note_move(before: DueDay, counted: Counted, *, now: datetime) -> bool:
    """The same term ends on another day though no fact has moved it, so the journal tells.

    By another calendar, other rules or another zone even its first day may be another.
    """
    after = counted.row
    is_counted_otherwise = before.counted_by != after.counted_by
    same = before.term == after.term != "" and (before.started_on == after.started_on or is_counted_otherwise)
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
