"""Facts after the contract: which side states which, when, and by which document, is said by the rule pack."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from cabinet.rules.pack import Milestone

from ..codes import Code
from ..errors import FactUnknown, FileNeeded, RecordedAlready, SigningAwaited, TextNeeded, TooEarlyForFact
from ..models import Fact
from ..queries import Contract, contract_of
from .chronicle import done_before, must_be_possible, note, say
from .outcomes import status_after
from .papers import BOTH, COMPANY, Paper, Source, place, send, taken, title_of

SIDES = {"none": (), "company": COMPANY, "both": BOTH}


def record_milestone(
    case: Case,
    code: str,
    *,
    on: date | None = None,
    text: str = "",
    files: Sequence[Source] = (),
    remarks: str = "",
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """State a fact. With a document that somebody signs it comes about when it is signed, else at once.

    `on` is its day where the pack asks for one; `remarks` are those of an inspection, which is repeated then. Raises
    FactUnknown, TooEarlyForFact, RecordedAlready, SigningAwaited, FileNeeded, TextNeeded, DateInFuture, DateTooEarly,
    CaseIsClosed, and what files raise.
    """
    if done := done_before(case, key):
        return done
    milestone = _milestone(contract_of(case), code, by)
    if milestone.files == "must" and not files:
        raise FileNeeded(title_of(case, milestone.document or "").lower())
    if milestone.files != "must" and milestone.repeats and not (files or text.strip()):
        raise TextNeeded
    documents = taken(files if milestone.files != "none" else [], by=by, now=now)
    with transaction.atomic():
        case = still_open(case)
        if done := done_before(case, key):
            return done
        contract = contract_of(case)
        milestone = _milestone(contract, code, by)
        day = (on or localdate(now)) if milestone.dated else localdate(now)
        _must_come_now(contract, milestone, day, now=now)
        name = title_of(case, milestone.document) if milestone.document else milestone.title
        sides = SIDES[milestone.signed]
        papers = [Paper(document, name, milestone.document or "", sides) for document in documents]
        title = _said(milestone, text, remarks)
        details = {"remarks": remarks.strip()} if milestone.has_remarks else {}
        if sides:
            said = {"title": title, **({"on": day.isoformat()} if milestone.dated else {}), **details}
            return send(
                case, papers, becomes=code, title=f"{name}: на подписи", text=text, details=said,
                by=by, key=key, now=now,
            )  # fmt: skip
        placed = place(case, papers, by=by, key=key, now=now)
        fact = note(
            case, code, title=title, text=text, on=day, documents=[entry.pk for entry in placed], details=details,
            by=by, key=key, now=now,
        )  # fmt: skip
        say(case, title, status=status_after(case, code), subject=milestone.title, by=by, key=key, now=now)
        return fact


def _milestone(contract: Contract, code: str, by: User) -> Milestone:
    """Of the side of this person. Raises FactUnknown."""
    found = contract.milestone(code)
    if found is None or (found.side == "company") != by.is_staff_of_company:
        raise FactUnknown
    return found


def _must_come_now(contract: Contract, milestone: Milestone, day: date, *, now: datetime) -> None:
    if missing := contract.lacking(milestone.after):
        raise TooEarlyForFact(missing)
    if contract.has(milestone.code) and not milestone.repeats:
        raise RecordedAlready(milestone.title)
    if contract.waits(milestone.code):
        raise SigningAwaited(milestone.title)
    is_after_contract = Code.CONCLUDED in milestone.after
    since = contract.concluded_on if is_after_contract else localdate(contract.case.submitted_at)
    must_be_possible(day, since=since, what="заключён договор" if is_after_contract else "подана заявка", now=now)


def _said(milestone: Milestone, text: str, remarks: str) -> str:
    """The line of the feed: progress in the words of whoever tells of it, an inspection with its outcome."""
    if milestone.has_remarks:
        return f"{milestone.title}, {'есть замечания' if remarks.strip() else 'замечаний нет'}"
    if milestone.repeats and text.strip() and milestone.side == "company":
        return f"{milestone.title}: {text.strip()}"
    return milestone.title
