"""What is read of decisions."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cabinet.cases.models import Case, Entry
from cabinet.cases.occurrences import Occurrence, Told
from cabinet.cases.services.papers import key_of_paper
from cabinet.cases.stages import DECIDED, Stage
from tenancy.statement import among, statement

from .models import Decision

Act = Decision.Act
ENDS = {Act.REFUSAL: Stage.REFUSED, Act.ANNULMENT: Stage.VOIDED}
# What the clock calls each act, as the events of a rule pack do.
_EVENTS = {Act.REFUSAL: "refused", Act.ANNULMENT: "voided", Act.REVERSAL: "decision_undone"}


def decision_in_force(case: Case) -> Decision | None:
    """By which a case has ended. One that ended before decisions were kept has none."""
    if case.stage not in DECIDED:
        return None
    act = next(act for act, stage in ENDS.items() if stage == case.stage)
    return case.decisions.standing().filter(act=act).select_related("by").first()


def open_proposal(case: Case) -> Decision | None:
    """What waits for a person to decide. A proposal is over when the case has left the place in which it was made."""
    found = case.decisions.standing().filter(act=Act.PROPOSAL).select_related("by").first()
    return found if found is not None and holds_still(found, case) else None


def holds_still(proposal: Decision, case: Case) -> bool:
    """Whether the case is where it was and nothing has been asked anew since."""
    return case.stage == proposal.stage and began_at(case) <= proposal.made_at


def began_at(case: Case) -> datetime:
    """Since when a case stands where it stands; where something is missing, since it was asked for last."""
    noted = case.reached.get(case.stage)
    reached = datetime.fromisoformat(noted) if noted else case.submitted_at or case.created_at
    if case.stage != Stage.MISSING:
        return reached
    asked = case.information_requests.open().values_list("asked_at", flat=True).first()
    return max(reached, asked) if asked else reached


def was_rejected(case: Case, ground: str) -> bool:
    """Whether a person has said no to this ground since the case stands where it stands."""
    rejected = case.decisions.filter(act=Act.PROPOSAL, reason_code=ground, answer__act=Act.REJECTION)
    return rejected.filter(made_at__gte=began_at(case)).exists()


def paper_of(decision: Decision) -> Entry | None:
    """The document of a decision, once it is made."""
    keys = keys_of_papers(decision)
    found = decision.case.entries.filter(key__in=keys, placed_at__isnull=False).select_related("document")
    return found.first()


def keys_of_papers(decision: Decision) -> list[uuid.UUID]:
    return [key_of_paper(decision.key, made.code) for made in decision.case.rules.made]


def why_taken_back(case: Case, key: uuid.UUID) -> str:
    """The reason with which the decision of a paper was undone; empty, while it stands. See `cases.ports`."""
    undone = case.decisions.filter(act__in=ENDS, answer__act=Act.REVERSAL).select_related("answer")
    return next((one.answer.text for one in undone if key in keys_of_papers(one)), "")


def occurrences(cases: Collection[Case]) -> Told:
    """Every end that was decided, and undone, for the clock of each case."""
    for number, act, at in _acts(cases=[case.pk for case in cases]):
        yield number, Occurrence(_EVENTS[Act(act)], at, Act(act).label)


@statement
def _acts(*, cases: Any) -> QuerySet[Decision, Any]:
    acts = Decision.objects.filter(case__in=among(cases), act__in=list(_EVENTS)).order_by("made_at", "pk")
    return acts.values_list("case", "act", "made_at")
