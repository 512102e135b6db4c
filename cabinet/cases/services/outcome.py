"""What becomes of a case when staff act on it: its status moves, its number is given."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit import record
from cabinet.rules.packs import Status

from ..errors import DecisionNeeded, DecisionStands, ListOfMissingNeeded, NumberTaken
from ..letters import notices
from ..models import Case, Entry
from ..stages import DECIDED, Stage, advance
from .closure import close_with_stage
from .placement import place_entry

# How the line of the feed ends that gives a number, so that the day can be read from it.
NUMBER_GIVEN = "присвоен №\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Outcome:
    """The status and the number that staff give along with an answer; an empty one stays as it is.

    With `follows` a status that is not given follows a document that is sent for signing.
    """

    status: str = ""
    number: str = ""
    follows: bool = True


FOLLOWS = Outcome()


def statuses_for(case: Case) -> tuple[Status, ...]:
    """The statuses to choose from: those of its kind in the rules under which it was submitted."""
    return tuple(status for status in case.nature.statuses(case.rules) if not status.is_hidden)


def status_of(case: Case, stage: Stage) -> Status:
    """The status for a stage: one that is offered, else one that the company has hidden, else the stage's own words."""
    of_stage = [status for status in case.nature.statuses(case.rules) if status.stage == stage]
    return next(
        iter(sorted(of_stage, key=lambda status: status.is_hidden)),
        Status(code="", stage=stage, label=stage.label),
    )


def give(case: Case, outcome: Outcome, *, by: User, press: uuid.UUID, now: datetime) -> None:
    """Give a locked case its outcome and tell of it once, with a line of the feed.

    Raises StatusNotPossible, ListOfMissingNeeded, NumberTaken.
    """
    before = (case.number, case.status)
    if outcome.status and outcome.status != case.status:
        change_status(case, outcome.status, by=by, now=now)
    case.number = outcome.number or case.number
    if before == (case.number, case.status):
        return
    case.version += 1
    save_number(case)
    tell(case, before, by=by, press=press, now=now)
    record(by, "case.registered", case, now=now, number=case.number, stage=case.stage)


def change_status(case: Case, status: str, *, by: User, now: datetime) -> None:
    """A listed status moves the stage, own words keep it. The caller saves. Raises StatusNotPossible.

    That something is missing cannot be said without saying what: ListOfMissingNeeded. A refusal or an annulment is
    decided and undone elsewhere: DecisionNeeded, DecisionStands.
    """
    listed = next((item for item in statuses_for(case) if item.label == status), None)
    chosen = listed or Status(code="", stage=Stage(case.stage), label=status)
    refuse_decided(case, chosen.label)
    to = Stage(chosen.stage)
    if to != case.stage and case.stage in DECIDED:
        raise DecisionStands
    if to == Stage.MISSING != case.stage and to in case.next_stages:
        raise ListOfMissingNeeded
    move(case, chosen, by=by, now=now)


def refuse_decided(case: Case, words: str) -> None:
    """Words that say «refused» or «annulled» are no ordinary status, typed ones neither. Raises DecisionNeeded."""
    said = words.strip().casefold()
    for status in (*case.nature.statuses(case.rules), *(Status(code="", stage=s, label=s.label) for s in DECIDED)):
        if status.stage in DECIDED and case.nature.has_stages and status.label.casefold() == said:
            raise DecisionNeeded(status.stage)


def move(case: Case, status: Status, *, by: User | None, now: datetime) -> None:
    """Another status, and the stage that it stands for. A request to supply something ends when its stage does.

    The caller saves. Raises StatusNotPossible, and what the kind of the case raises where facts are still to come.
    """
    if (to := Stage(status.stage)) != case.stage and to in case.next_stages:
        case.nature.must_be_complete(case, to)
    advance(case, to=Stage(status.stage), now=now)
    case.status, case.status_code = status.label, status.code
    close_with_stage(case, Stage(status.stage), by=by, now=now)


def tell(case: Case, before: tuple[str, str], *, by: User, press: uuid.UUID, now: datetime) -> None:
    """The line of the feed and the letters, after number or status were not what they are now."""
    line = _line(case, before)
    code = case.status_code if case.status != before[1] else ""
    place_entry(case, kind=Entry.Kind.STATUS, title=line, code=code, by=by, key=uuid.uuid4(), is_told=False, now=now)
    if case.status != before[1]:
        notices.status_changed(case, press=press)
    else:
        notices.number_changed(case, press=press)


def save_number(case: Case) -> None:
    try:
        with transaction.atomic():
            case.save(update_fields=["number", "status", "status_code", "stage", "reached", "assignee", "version"])
    except IntegrityError as error:
        raise NumberTaken(case.number) from error


def _line(case: Case, before: tuple[str, str]) -> str:
    given = f"{NUMBER_GIVEN}{case.number}" if case.number and case.number != before[0] else ""
    if case.status == before[1]:
        return given or "номер снят"
    return f"{case.status}, {given}" if given else case.status
