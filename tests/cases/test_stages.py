"""The life of a case: the whole matrix."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from cabinet.cases.stages import CLOSED, NEXT, SHOWN, WAITS_FOR_APPLICANT, Stage, StatusNotPossible, advance
from cabinet.rules.packs import PACKS, editions, load
from tests.moment import NOW

# Read aloud: from each stage, where it may go. Written out a second time on purpose.
ALLOWED = {
    "draft": "waiting",
    "waiting": "review missing offer answered refused withdrawn",
    "review": "missing offer signing payment answered refused withdrawn",
    "missing": "review offer refused voided withdrawn",
    "offer": "review missing signing payment performance refused withdrawn",
    "signing": "review offer payment performance withdrawn",
    "payment": "review offer performance voided withdrawn",
    "performance": "connected withdrawn",
    "connected": "",
    "answered": "waiting review",
    "refused": "review",
    "withdrawn": "",
    "voided": "payment",
}
EDITIONS = [(code, edition) for code in PACKS.values() for edition in editions(code)]
PAIRS = [(stage, to) for stage in Stage for to in Stage if stage != to]


@dataclass
class Something:
    stage: str
    reached: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(("stage", "to"), PAIRS)
def test_a_case_moves_where_it_may_and_nowhere_else(stage: Stage, to: Stage) -> None:
    case = Something(stage)
    if to in ALLOWED[stage].split():
        advance(case, to=to, now=NOW)
        assert case == Something(to, {to.value: NOW.isoformat()})
    else:
        with pytest.raises(StatusNotPossible, match=f"«{stage.label}» нельзя перейти в «{to.label}»"):
            advance(case, to=to, now=NOW)
        assert case == Something(stage)


@pytest.mark.parametrize("stage", Stage)
def test_staying_is_always_possible_and_is_not_noted(stage: Stage) -> None:
    case = Something(stage)
    advance(case, to=stage, now=NOW)

    assert case == Something(stage)


def test_coming_to_a_stage_again_notes_the_last_time() -> None:
    case = Something(Stage.REVIEW)
    for hours, to in enumerate([Stage.MISSING, Stage.REVIEW, Stage.MISSING]):
        advance(case, to=to, now=NOW + timedelta(hours=hours))

    assert case.reached["missing"] == (NOW + timedelta(hours=2)).isoformat()


def test_every_stage_has_a_row_and_a_look() -> None:
    assert set(NEXT) == set(SHOWN) == set(Stage)
    assert set(Stage) >= CLOSED | WAITS_FOR_APPLICANT


@pytest.mark.parametrize(("code", "edition"), EDITIONS)
def test_a_rule_pack_names_stages_that_exist(code: str, edition: date) -> None:
    pack = load(code, edition)
    named = {status.stage for status in (*pack.statuses, *pack.enquiry_statuses)}
    named |= {stage for step in pack.steps for stage in step.stages}

    assert named <= set(Stage)
    for listed in (pack.statuses, pack.enquiry_statuses):
        assert len({status.label for status in listed}) == len({status.code for status in listed}) == len(listed)
    assert not pack.documents[-1].words  # the last one fits every file


@pytest.mark.parametrize(("code", "edition"), EDITIONS)
def test_every_status_of_a_pack_can_be_reached(code: str, edition: date) -> None:
    reachable = {Stage.WAITING}
    while more := {to for stage in reachable for to in NEXT[stage]} - reachable:
        reachable |= more

    assert {status.stage for status in load(code, edition).statuses} <= reachable
