"""The line of stages as people see it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.utils import timezone

from ui.words import in_words

from .models import Case
from .stages import Stage


class ShownStage(TypedDict):
    """An item of `components/line.html`."""

    title: str
    state: str  # done, current, bad; empty for a stage that lies ahead
    note: str


def line_of(case: Case, *, short: bool = False) -> list[ShownStage]:
    """The stages as people see them: done with dates, the current one, those ahead."""
    if case.stage in {Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}:
        last: list[ShownStage] = [{"title": case.status, "state": "bad", "note": _reached(case, (case.stage,))}]
    else:
        last = []
    steps = case.edition.steps
    position = next((i for i, step in enumerate(steps) if case.stage in step.stages), None)
    shown: list[ShownStage] = []
    for i, step in enumerate(steps):
        date = _reached(case, step.stages)
        title = step.short if short else step.title
        if position is None:  # ended early: only what was reached, then how it ended
            if date:
                shown.append({"title": title, "state": "done", "note": date})
        elif i == position and not case.is_closed:
            shown.append({"title": title, "state": "current", "note": case.status})
        else:
            shown.append({"title": title, "state": "done" if i <= position else "", "note": date})
    return shown + last


def _reached(case: Case, stages: Iterable[str]) -> str:
    times = [case.reached[stage] for stage in stages if stage in case.reached]
    return in_words(timezone.localtime(datetime.fromisoformat(min(times)))) if times else ""
