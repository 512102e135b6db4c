"""What the first page of an applicant shows."""

from typing import Any

from accounts.models import User
from cabinet.cases.actions import actions_for, awaited_signatures
from cabinet.cases.queries import listed, rows
from cabinet.cases.stage_line import line_of
from cabinet.cases.stages import CLOSED

SHOWN = 5  # cases


def summary_of(user: User) -> dict[str, Any]:
    """What the first page of an applicant shows: what waits for them, open cases with their lines, drafts."""
    mine = list(rows(listed(user).exclude(stage__in=CLOSED), user)[:50])
    shown = [case for case in mine if not case.is_draft][:SHOWN]
    return {
        "cases": [
            (case, case.nature.summary(case), line_of(case, short=True) if case.nature.has_stages else [])
            for case in shown
        ],
        "drafts": [case for case in mine if case.is_draft][:3],
        "actions": actions_for(mine if user.acting.may_file else [], awaited_signatures(user))[:3],
    }
