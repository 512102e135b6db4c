"""An annulment is proposed, by the clock or by staff, and a person decides."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from audit import record
from cabinet.cases.models import Case
from cabinet.cases.services.feed import add_note
from cabinet.cases.services.placement import locked, take
from ui import html
from ui.words import in_words

from .. import letters
from ..errors import DecidedMeanwhile, GroundNotPossible, ProposalIsStale, ReasonNeeded, TermNotOver
from ..grounds import Ground, ground_of, last_day_to_supply
from ..models import Decision
from ..queries import holds_still, open_proposal, was_rejected
from .conclusion import end, locked_to_decide

Act = Decision.Act


@transaction.atomic
def propose_annulment(
    case: Case,
    *,
    ground: str,
    text: str = "",
    by: User | None = None,
    key: uuid.UUID | None = None,
    now: datetime,
) -> Decision | None:
    """Propose to annul a case because a term of the applicant, by its code in the rule pack, is over.

    `by` is None when the clock has noticed it; the company gets a letter then. One proposal waits at a time: a further
    one is the same. What a person has rejected the clock does not propose again while the case stands where it stands:
    None. Raises GroundNotPossible, TermNotOver.
    """
    case = locked(case)
    if existing := (case.decisions.filter(key=key).first() if key else None) or open_proposal(case):
        return existing
    found = ground_of(case, ground)
    if found is None:
        raise GroundNotPossible
    _over(case, found, now)
    if by is None and was_rejected(case, ground):
        return None
    proposal = Decision.objects.create(
        case=case,
        act=Act.PROPOSAL,
        key=key or uuid.uuid4(),
        by=by,
        made_at=now,
        stage=case.stage,
        reason_code=ground,
        reason=found.words,
        point=found.point,
        text=text.strip(),
    )
    case.changed_at = now
    if by is None:
        letters.annulment_proposed(case, proposal)
    else:
        take(case, by=by, now=now)
    case.save(update_fields=["changed_at", "assignee", "version"])
    record(by, "decision.proposed", case, now=now, reason=found.words)
    return proposal


@transaction.atomic
def annul(
    proposal: Decision, *, text: str = "", is_signed: bool = False, by: User, key: uuid.UUID, now: datetime
) -> Decision:
    """Confirm what was proposed: the case ends, the applicant is told and gets the notice.

    Raises DecidedMeanwhile when another person was first, ProposalIsStale when the ground is gone.
    """
    case = locked_to_decide(proposal.case)
    if existing := case.decisions.filter(key=key).first():
        return existing
    _waits(case, proposal)
    decision = Decision(
        case=case,
        act=Act.ANNULMENT,
        key=key,
        by=by,
        made_at=now,
        stage=case.stage,
        reason_code=proposal.reason_code,
        reason=proposal.reason,
        point=proposal.point,
        text=text.strip(),
        answers=proposal,
    )
    said = said_of_annulment(proposal, text)
    return end(case, decision, is_signed=is_signed, event="decision.voided", said=said)


@transaction.atomic
def reject_proposal(proposal: Decision, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Decision:
    """The case goes on, with a note that only staff see: the applicant has never learned of the proposal.

    Raises ReasonNeeded, DecidedMeanwhile, ProposalIsStale.
    """
    case = locked(proposal.case)
    if existing := case.decisions.filter(key=key).first():
        return existing
    _waits(case, proposal)
    if not reason.strip():
        raise ReasonNeeded
    rejection = Decision.objects.create(
        case=case,
        act=Act.REJECTION,
        key=key,
        by=by,
        made_at=now,
        stage=case.stage,
        text=reason.strip(),
        answers=proposal,
    )
    add_note(case, text=html.paragraphs(f"Аннулирование отклонено: {reason.strip()}"), by=by, key=key, now=now)
    take(case, by=by, now=now)
    case.changed_at = now
    case.save(update_fields=["changed_at", "assignee", "version"])
    record(by, "decision.rejected", case, now=now)
    return rejection


def said_of_annulment(proposal: Decision, text: str) -> dict[str, str]:
    """What the notice says beside the case itself, by the names of its fields."""
    point = f" (пункт {proposal.point} правил)" if proposal.point else ""
    return {"причина": f"{proposal.reason}{point}", "текст": text.strip()}


def _over(case: Case, ground: Ground, now: datetime) -> None:
    last_day = last_day_to_supply(case, ground)
    if last_day is not None and localdate(now) <= last_day:
        raise TermNotOver(last_day=in_words(last_day))


def _waits(case: Case, proposal: Decision) -> None:
    if Decision.objects.filter(answers=proposal).exists():
        raise DecidedMeanwhile(case)
    if not holds_still(proposal, case):
        raise ProposalIsStale
