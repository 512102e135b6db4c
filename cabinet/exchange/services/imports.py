"""Applications of a file: all of its lines are tried, and entered together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.errors import ApplicantKnown
from accounts.models import User
from audit import record
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from cabinet.desk import services as desk
from tenancy.errors import DomainError

from ..imports.columns import to_keep
from ..imports.line import Mistake, Reader, Setting, known
from ..imports.table import Line, Table

# Which column a refusal of the desk is about.
FIELD_OF = {
    "number_taken": "number", "received_later": "received_on", "late_without_reason": "received_on",
    "email_taken": "email", "applicant_known": "snils",
}  # fmt: skip
KEPT_AT_MOST = 500  # headings


@dataclass
class Report:
    """What became of each line, or would become."""

    entered: list[tuple[int, Case]] = field(default_factory=list)
    known: list[tuple[int, Case]] = field(default_factory=list)  # entered by an earlier run
    mistakes: list[Mistake] = field(default_factory=list)
    new_applicants: int = 0


class Mistaken(Exception):
    """Some line is wrong, so none is entered."""


def tried(table: Table, setting: Setting, *, by: User, now: datetime) -> Report:
    """The dry run: everything is done as it would be, the database refuses what it would refuse, and nothing stays."""
    with transaction.atomic():
        report = _run(table.lines, setting, by=by, now=now)
        transaction.set_rollback(True)
    return report


def enter(table: Table, setting: Setting, *, by: User, now: datetime) -> Report:
    """Enter all lines in one transaction; with a mistake in any of them nothing is entered, and the report names it.

    Lines that an earlier run has entered are left as they are, so the same file again makes nothing.
    """
    report = Report()
    try:
        with transaction.atomic():
            report = _run(table.lines, setting, by=by, now=now)
            if report.mistakes:
                raise Mistaken
            record(
                by, "exchange.imported", Profile.objects.get(), now=now, entered=len(report.entered),
                known=len(report.known), applicants=report.new_applicants,
            )  # fmt: skip
    except Mistaken:
        report.entered = []
    return report


@transaction.atomic
def remember_columns(heads: Sequence[str], columns: Mapping[str, int]) -> None:
    """For the next file with these headings, whoever of the company brings it."""
    profile = Profile.objects.select_for_update(no_key=True).get(pk=1)
    kept = {**profile.import_columns, **to_keep(heads, columns)}
    if kept != profile.import_columns:
        profile.import_columns = dict(list(kept.items())[-KEPT_AT_MOST:])
        profile.save(update_fields=["import_columns"])


def enter_line(
    line: Line, setting: Setting, report: Report, *, made: set[int], scans: Sequence[desk.Scan] = (), by: User,
    now: datetime,
) -> Case | None:  # fmt: skip
    """One line, into the report. The case that it has become, now or earlier; None if something is wrong."""
    told = Reader(line, setting, now=now).read()
    if told.mistakes or told.whose is None or told.receipt is None:
        # Also a line that is wrong today was perhaps right when it was entered.
        if earlier := known(told, made=made) if told.keys else None:
            report.known.append((line.number, earlier))
            return earlier
        report.mistakes += told.mistakes
        return None
    if earlier := known(told, made=made):
        report.known.append((line.number, earlier))
        return earlier
    is_new = told.whose.pk is None
    try:
        with transaction.atomic():
            case = desk.enter(
                told.whose, receipt=told.receipt, answers=told.answers, scans=scans, by=by, key=told.keys[0], now=now
            )
    except ApplicantKnown as refusal:
        report.mistakes.append(
            Mistake(line.number, setting.name_of("snils"), f"{refusal.message} Впишите все номера заявителя")
        )
        return None
    except DomainError as refusal:
        code = FIELD_OF.get(refusal.code, "received_on")
        report.mistakes.append(Mistake(line.number, setting.name_of(code), refusal.message))
        return None
    if case.pk in made:
        said = "Такая строка в файле уже есть. Оставьте одну"
        report.mistakes.append(Mistake(line.number, setting.name_of("external"), said))
        return None
    made.add(case.pk)
    report.entered.append((line.number, case))
    report.new_applicants += is_new
    return case


def _run(lines: Sequence[Line], setting: Setting, *, by: User, now: datetime) -> Report:
    report, made = Report(), set[int]()
    for line in lines:
        enter_line(line, setting, report, made=made, by=by, now=now)
    return report
