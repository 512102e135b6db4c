"""What the first page of an applicant shows."""

from typing import TypedDict

from accounts.models import User
from cabinet.cases.actions import Action, actions_for, asked_above, awaited_signatures
from cabinet.cases.models import Case
from cabinet.cases.queries import listed, rows
from cabinet.cases.stage_line import ShownStage, line_of
from cabinet.cases.stages import CLOSED

SHOWN = 5  # cases


class Summary(TypedDict):
    cases: list[tuple[Case, str, list[ShownStage]]]  # each with its summary and its line of stages
    drafts: list[Case]
    actions: list[Action]


def summary_of(user: User) -> Summary:
    """What the first page of an applicant shows: what waits for them, open cases with their lines, drafts."""
    mine = list(rows(listed(user).exclude(stage__in=CLOSED), user)[:50])
    shown = [case for case in mine if not case.is_draft][:SHOWN]
    return {
        "cases": [
            (case, case.nature.summary(case), line_of(case, short=True) if case.nature.has_stages else [])
            for case in shown
        ],
        "drafts": [case for case in mine if case.is_draft][:3],
        "actions": _actions(mine, user)[:3],
    }


def _actions(mine: list[Case], user: User) -> list[Action]:
    if not user.acting.may_file:
        return actions_for([], awaited_signatures(user))
    return actions_for(mine, awaited_signatures(user), asked_above(user))
