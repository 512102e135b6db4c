"""The machine of stages. Where a case may go is the table of its kind: an application's stands in its rule pack."""

from datetime import datetime
from typing import Protocol

from cabinet.rules.stages import CHOICES, Stage
from tenancy.errors import DomainError

__all__ = [
    "CHOICES",
    "CLOSED",
    "DECIDED",
    "OPEN",
    "SHOWN",
    "WAITS_FOR_APPLICANT",
    "WAITS_FOR_COMPANY",
    "Stage",
    "StatusNotPossible",
    "advance",
]

S = Stage
CLOSED = frozenset({S.CONNECTED, S.REFUSED, S.WITHDRAWN, S.VOIDED})
OPEN = frozenset(Stage) - CLOSED - {S.DRAFT}
# How the company ends a case: each has a screen of its own, with the reason and a document (`cabinet.decisions`).
DECIDED = frozenset({S.REFUSED, S.VOIDED})
WAITS_FOR_APPLICANT = frozenset({S.MISSING, S.SIGNING, S.PAYMENT})
WAITS_FOR_COMPANY = frozenset({S.WAITING, S.REVIEW, S.OFFER})
# What a status looks like: (tone, icon) of the look.
SHOWN: dict[Stage, tuple[str, str]] = {
    S.DRAFT: ("", "sign"),
    S.WAITING: ("live", "hourglass"),
    S.REVIEW: ("live", "eye"),
    S.MISSING: ("wait", "warning"),
    S.OFFER: ("live", "file"),
    S.SIGNING: ("wait", "sign"),
    S.PAYMENT: ("wait", "clock"),
    S.PERFORMANCE: ("good", "bolt"),
    S.CONNECTED: ("good", "check"),
    S.ANSWERED: ("good", "check"),
    S.REFUSED: ("bad", "cross"),
    S.WITHDRAWN: ("", "minus"),
    S.VOIDED: ("bad", "minus"),
}


class StatusNotPossible(DomainError):
    code = "status_not_possible"

    def __init__(self, stage: Stage, to: Stage) -> None:
        super().__init__(f"Из состояния «{stage.label}» нельзя перейти в «{to.label}». Выберите другой статус")


class HasStage(Protocol):
    stage: str
    reached: dict[str, str]

    @property
    def next_stages(self) -> frozenset[Stage]: ...


def advance(case: HasStage, *, to: Stage, now: datetime) -> None:
    """Move the case and note when. Staying where it is is always possible. Raises StatusNotPossible."""
    stage = Stage(case.stage)
    if to == stage:
        return
    if to not in case.next_stages:
        raise StatusNotPossible(stage, to)
    case.stage = to
    case.reached = {**case.reached, to.value: now.isoformat()}
