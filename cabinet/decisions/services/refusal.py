"""«Отказать»."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cabinet.cases.errors import ChangedMeanwhile
from cabinet.cases.models import Case
from cabinet.cases.stages import DECIDED, Stage

from ..errors import DecidedMeanwhile, ExplanationNeeded, NoCapacityForbidden, ReasonNotPossible
from ..grounds import Reason, reasons_of, settled_point
from ..models import Decision
from .conclusion import end, locked_to_decide


@transaction.atomic
def refuse(
    case: Case,
    *,
    reason: str,
    text: str,
    is_signed: bool = False,
    version: int | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Decision:
    """Refuse a case for a reason of its rule pack, by code, with an explanation in own words.

    The applicant is told and gets the document. Raises ReasonNotPossible, NoCapacityForbidden, ExplanationNeeded,
    DecidedMeanwhile, and ChangedMeanwhile if somebody saved the case since `version`.
    """
    case = locked_to_decide(case)
    if existing := case.decisions.filter(key=key).first():
        return existing
    if case.stage in DECIDED or Stage.REFUSED not in case.next_stages:
        raise DecidedMeanwhile(case)
    if version is not None and version != case.version:
        raise ChangedMeanwhile(case)
    chosen = possible_reason(case, reason)
    if not text.strip():
        raise ExplanationNeeded
    decision = Decision(
        case=case,
        act=Decision.Act.REFUSAL,
        key=key,
        by=by,
        made_at=now,
        stage=case.stage,
        reason_code=chosen.rule.code,
        reason=chosen.rule.title,
        point=settled_point(chosen.rule),
        text=text.strip(),
    )
    said = said_of_refusal(chosen, text)
    return end(case, decision, is_signed=is_signed, event="decision.refused", said=said)


def possible_reason(case: Case, code: str) -> Reason:
    """Raises ReasonNotPossible, NoCapacityForbidden."""
    chosen = next((reason for reason in reasons_of(case) if reason.rule.code == code), None)
    if chosen is None:
        raise ReasonNotPossible
    if chosen.is_forbidden:
        category = case.nature.category(case)
        raise NoCapacityForbidden(
            reason=chosen.rule.title, category=category.title if category else "категория не определена"
        )
    return chosen


def said_of_refusal(reason: Reason, text: str) -> dict[str, str]:
    """What the document says beside the case itself, by the names of its fields."""
    return {
        "причина": reason.rule.title,
        "причина_пункт": settled_point(reason.rule),
        "текст": f"{reason.rule.text}.\n{text.strip()}",
    }
