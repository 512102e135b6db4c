"""«Отменить решение»: a mistaken refusal or annulment is undone with a reason, and the history keeps both."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

import signing.services
from accounts.models import User
from audit import record
from cabinet.cases.letters import notices
from cabinet.cases.models import Case, Entry
from cabinet.cases.required import proposed_day
from cabinet.cases.services.outcome import move, status_of
from cabinet.cases.services.placement import place_entry
from cabinet.cases.stages import DECIDED, Stage
from signing.models import SignatureRequest
from signing.stages import UNSIGNED

from ..errors import NothingToUndo, ReasonNeeded
from ..models import Decision
from ..queries import decision_in_force, keys_of_papers
from .conclusion import locked_to_decide


@transaction.atomic
def undo(case: Case, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Decision:
    """Bring a refused or annulled case back to where it was if the table of its pack leads there, else to the review.

    What was asked of the applicant is asked again, with a new last day. The document of the decision is taken back,
    unless it is signed. A case that ended before decisions were kept comes back too.
    Raises ReasonNeeded, NothingToUndo.
    """
    case = locked_to_decide(case)
    if existing := case.decisions.filter(key=key).first():
        return existing
    if case.stage not in DECIDED or not case.next_stages:
        raise NothingToUndo
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    decision = decision_in_force(case)
    reversal = Decision.objects.create(
        case=case, act=Decision.Act.REVERSAL, key=key, by=by, made_at=now, stage=case.stage, text=reason,
        answers=decision,
    )  # fmt: skip
    undone = "отказ отменён" if case.stage == Stage.REFUSED else "аннулирование отменено"
    to = back_to(case, decision)
    if to == Stage.MISSING and decision is not None:
        _ask_again(case, decision)
    move(case, status_of(case, to), by=by, now=now)
    case.version += 1
    place_entry(
        case, kind=Entry.Kind.STATUS, title=f"{case.status}: {undone}. {reason}"[:300], code=case.status_code,
        by=by, key=key, is_told=False, now=now,
    )  # fmt: skip
    if decision is not None:
        _take_papers_back(case, decision, reason=reason, by=by, now=now)
    notices.status_changed(case, press=key, said=f"{undone.capitalize()}, обращение снова в работе.")
    record(by, "decision.undone", case, now=now)
    return reversal


def back_to(case: Case, decision: Decision | None) -> Stage:
    """Where an undone decision leads."""
    possible = case.next_stages
    if decision is not None and decision.stage_before in possible:
        return decision.stage_before
    return Stage.REVIEW if Stage.REVIEW in possible else min(possible)


def _ask_again(case: Case, decision: Decision) -> None:
    """The request that ended with the decision is open again."""
    closed = case.information_requests.filter(closed_at=decision.made_at, supplied_at=None)
    closed.update(closed_at=None, closed_by=None, due_on=proposed_day(case, localdate()))


def _take_papers_back(case: Case, decision: Decision, *, reason: str, by: User, now: datetime) -> None:
    """Of a document that is not made yet: see `queries.why_taken_back`."""
    for entry in case.entries.filter(key__in=keys_of_papers(decision), withdrawal=None).select_related("document"):
        states = set(SignatureRequest.objects.filter(document=entry.document).values_list("state", flat=True))
        if entry.document is not None and states & UNSIGNED:
            signing.services.recall(entry.document, reason=reason[:300], by=by, now=now)
        elif SignatureRequest.State.SIGNED not in states:
            place_entry(
                case, kind=Entry.Kind.WITHDRAWAL, title=reason[:300], withdraws=entry, by=by, key=uuid.uuid4(),
                is_told=False, now=now,
            )  # fmt: skip
