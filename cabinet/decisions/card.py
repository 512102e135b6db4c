"""What the card of a case shows of decisions, to each side."""

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.panels import Panel
from cabinet.cases.stages import CLOSED, DECIDED, Stage

from .grounds import may_be_proposed
from .queries import decision_in_force, open_proposal, paper_of


def panels_of(case: Case, user: User) -> list[Panel]:
    if not case.nature.has_stages:
        return []
    if case.stage in DECIDED:
        return [_decided(case, user)]
    if case.stage in CLOSED or not user.is_staff_of_company:
        return []
    return _to_decide(case, user)


def _decided(case: Case, user: User) -> Panel:
    decision = decision_in_force(case)
    shown = {
        "decision": decision,
        "rule": case.rules.refusal(decision.reason_code) if decision else None,
        "paper": paper_of(decision) if decision else None,
        "complaint": case.rules.complaint,
        "is_refusal": case.stage == Stage.REFUSED,
        "for_staff": user.is_staff_of_company,
        "may_undo": user.is_clerk and bool(case.next_stages),
        "may_copy": user.may_act and not user.is_staff_of_company and user.acting.may_file,
    }
    return Panel("decisions/decided.html", shown)


def _to_decide(case: Case, user: User) -> list[Panel]:
    """Of a proposal nothing is asked where there cannot be one."""
    may_propose = may_be_proposed(case)
    proposal = open_proposal(case) if may_propose else None
    panels = [Panel("decisions/proposed.html", {"proposal": proposal, "may_decide": user.is_clerk})] if proposal else []
    if not user.is_clerk:
        return panels
    ways = {"may_refuse": Stage.REFUSED in case.next_stages, "may_propose": may_propose and proposal is None}
    if not any(ways.values()):
        return panels
    return [*panels, Panel("decisions/ways.html", {"case": case, **ways}, place="side")]
