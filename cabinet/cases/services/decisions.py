"""What is decided about a case: its number, status and executor; that it is taken back; who has seen it."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit import record
from cabinet.rules.packs import Pack, Status, current_pack

from .. import notices
from ..errors import ChangedMeanwhile, NumberTaken
from ..models import Case, Entry
from ..stages import Stage, advance
from .feed import locked, place_entry
from .sending import recall_all


@transaction.atomic
def register(
    case: Case, *, number: str, status: str, executor: User | None, version: int, by: User, now: datetime
) -> Case:
    """Give the number, the status (listed or in own words) and the executor, all at once.

    Own words keep the stage; a listed status moves it. Raises ChangedMeanwhile if somebody saved since `version`,
    NumberTaken, StatusNotPossible.
    """
    case = locked(case)
    before = (case.number, case.status, case.executor_id)
    status = status.strip() or case.status
    if before == (number, status, executor.pk if executor else None):
        return case
    if case.version != version:
        raise ChangedMeanwhile(case)
    if status != case.status:
        listed = next((item for item in statuses_for(case, current_pack()) if item.label == status), None)
        advance(case, to=Stage(listed.stage if listed else case.stage), now=now)
    case.number, case.status, case.executor = number, status, executor
    case.version += 1
    _save_number(case)
    if before[:2] != (case.number, case.status):
        place_entry(case, kind=Entry.Kind.STATUS, title=_status_line(case, before), by=by, key=uuid.uuid4(), now=now)
        notices.status_changed(case)
    record(by, "case.registered", case, now=now, number=case.number, stage=case.stage)
    return case


def statuses_for(case: Case, pack: Pack) -> tuple[Status, ...]:
    """The statuses to choose from, those of an application or of a message."""
    return pack.statuses if case.is_application else pack.enquiry_statuses


@transaction.atomic
def withdraw(case: Case, *, reason: str, by: User, now: datetime) -> Case:
    """The applicant takes the case back; what waited to be signed is not signed any more."""
    recall_all(case, reason=reason or "Обращение отозвано", by=by, now=now)
    case = locked(case)
    if case.stage == Stage.WITHDRAWN:
        return case
    advance(case, to=Stage.WITHDRAWN, now=now)
    case.status = Stage.WITHDRAWN.label
    case.version += 1
    line = f"{case.status}: {reason}" if reason else case.status
    place_entry(case, kind=Entry.Kind.STATUS, title=line, by=by, key=uuid.uuid4(), now=now)
    record(by, "case.withdrawn", case, now=now)
    return case


def mark_seen(case: Case, *, by: User, now: datetime) -> None:
    """Remember that this side has looked, if there was something new for it. Who only looks reads for nobody."""
    if by.may_act and case.has_news_for(by):
        field = "company_looked_at" if by.is_staff_of_company else "applicant_looked_at"
        Case.objects.filter(pk=case.pk).update(**{field: now})


def _save_number(case: Case) -> None:
    try:
        with transaction.atomic():
            case.save(update_fields=["number", "status", "stage", "reached", "executor", "version"])
    except IntegrityError as error:
        raise NumberTaken(case.number) from error


def _status_line(case: Case, before: tuple[str, str, int | None]) -> str:
    given = f"присвоен №\u00a0{case.number}" if case.number and case.number != before[0] else ""
    if case.status == before[1]:
        return given or "номер снят"
    return f"{case.status}, {given}" if given else case.status
