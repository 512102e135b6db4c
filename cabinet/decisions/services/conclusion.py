"""What a refusal and an annulment have in common: the case ends with a reason, a document and a letter."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from audit import record
from cabinet.cases.letters import notices
from cabinet.cases.models import Case, Entry
from cabinet.cases.services.outcome import move, status_of
from cabinet.cases.services.papers import want_papers
from cabinet.cases.services.placement import locked, place_entry
from cabinet.cases.services.sending import locked_requests, recall_all
from cabinet.cases.stages import DECIDED
from ui import html

from ..errors import DecidedMeanwhile
from ..models import Decision
from ..queries import ENDS


def locked_to_decide(case: Case) -> Case:
    """The case, and before it what is still to be signed of it: signing takes them in this order too."""
    locked_requests(case)
    return locked(case)


def end(case: Case, decision: Decision, *, is_signed: bool, event: str, said: Mapping[str, str]) -> Decision:
    """Write the decision down, move the locked case, ask for the document, tell the applicant.

    With `is_signed` the company signs the document before the applicant sees it. What waited to be signed is not signed
    any more. Raises DecidedMeanwhile where the table of the pack does not lead there: somebody was first.
    """
    to, now, by = ENDS[Decision.Act(decision.act)], decision.made_at, decision.by
    assert by is not None  # noqa: S101  (only a proposal has nobody)
    if case.stage in DECIDED or to not in case.next_stages:
        raise DecidedMeanwhile(case)
    decision.save(force_insert=True)
    move(case, status_of(case, to), by=by, now=now)
    case.version += 1
    _say(case, f"{case.status}: {decision.reason}", decision.text, by=by, key=decision.key, now=now)
    recall_all(case, reason=f"{case.status}: {decision.reason}"[:300], by=by, now=now)
    # The event of the pack with which a document appears is named after the stage: `refused`, `voided`.
    want_papers(case, to.value, by=by, key=decision.key, now=now, said=said, is_signed=is_signed)
    notices.status_changed(case, press=decision.key, said=f"Причина: «{decision.reason}».")
    record(by, event, case, now=now, reason=decision.reason)
    return decision


def _say(case: Case, line: str, text: str, *, by: User, key: uuid.UUID, now: datetime) -> None:
    place_entry(
        case,
        kind=Entry.Kind.STATUS,
        title=line[:300],
        html=html.paragraphs(text) if text else "",
        code=case.status_code,
        by=by,
        key=key,
        is_told=False,
        now=now,
    )
