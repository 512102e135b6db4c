"""What is decided about a case: its number, status and assignee; that it is taken back; who has seen it."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record

from ..errors import ChangedMeanwhile, ContractIsConcluded
from ..letters import notices
from ..models import Case, Entry
from ..stages import Stage
from .feed import add_message
from .numbers import give_next
from .outcome import Outcome, change_status, give, move, save_number, status_of, tell
from .placement import already_said, locked, place_entry, still_open
from .sending import locked_requests, recall_all


@transaction.atomic
def register(
    case: Case,
    *,
    number: str,
    next_number: bool = False,
    status: str,
    assignee: User | None,
    version: int,
    by: User,
    now: datetime,
) -> Case:
    """Give the number, the status (listed or in own words) and the assignee, all at once.

    With `next_number` a case that has none gets the next one of the company's template, whatever `number` says.
    Own words keep the stage; a listed status moves it. Whoever saves a case that nobody has becomes its assignee.
    Raises ChangedMeanwhile if somebody saved since `version`, NumberTaken, StatusNotPossible, ListOfMissingNeeded,
    NoNumbersByTemplate.
    """
    case = locked(case)
    before = (case.number, case.status)
    status = status.strip() or case.status
    if assignee is None and case.version != version:  # the form was drawn before somebody took the case
        assignee = case.assignee
    next_number = next_number and not case.number
    if not next_number and (*before, case.assignee) == (number, status, assignee):
        return case
    if case.version != version:
        raise ChangedMeanwhile(case)
    if assignee is None and case.assignee is None:
        assignee = by
    if status != case.status:
        change_status(case, status, by=by, now=now)
    case.assignee = assignee
    case.version += 1
    if next_number:
        give_next(case, now=now)
    else:
        case.number = number
    save_number(case)
    if before != (case.number, case.status):
        tell(case, before, by=by, press=uuid.uuid4(), now=now)
    record(by, "case.registered", case, now=now, number=case.number, stage=case.stage)
    return case


@transaction.atomic
def answer(case: Case, *, text: str, outcome: Outcome, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """A message of staff together with the status and the number that it brings: one letter tells of all of it.

    Raises CaseIsClosed, StatusNotPossible, ListOfMissingNeeded, NumberTaken.
    """
    case = still_open(case)
    if existing := already_said(case, key):
        return existing
    give(case, outcome, by=by, press=key, now=now)
    return add_message(case, text=text, by=by, key=key, now=now)


@transaction.atomic
def withdraw(case: Case, *, reason: str, by: User, now: datetime) -> Case:
    """The applicant takes the case back; what waited to be signed is not signed any more.

    After a contract nothing is taken back, a contract is terminated: ContractIsConcluded. Raises StatusNotPossible.
    """
    locked_requests(case)
    case = locked(case)
    if case.stage == Stage.WITHDRAWN:
        return case
    if case.has_contract:
        raise ContractIsConcluded
    move(case, status_of(case, Stage.WITHDRAWN), by=by, now=now)
    case.version += 1
    line = f"{case.status}: {reason}" if reason else case.status
    press = uuid.uuid4()
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=press, is_told=False, now=now
    )
    notices.withdrawn(case, press=press, has_reason=bool(reason), by_representative=by.acting.is_representative)
    recall_all(case, reason=reason or "Обращение отозвано", by=by, now=now)
    record(by, "case.withdrawn", case, now=now)
    return case


def mark_seen(case: Case, *, by: User, now: datetime) -> None:
    """Remember that this side has looked, if there was something new for it. Who only looks reads for nobody."""
    if by.may_act and case.has_news_for(by):
        field = "company_looked_at" if by.is_staff_of_company else "applicant_looked_at"
        Case.objects.filter(pk=case.pk).update(**{field: now})
