"""The life of a case: the whole matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from cabinet.cases.stages import CLOSED, SHOWN, WAITS_FOR_APPLICANT, Stage, StatusNotPossible, advance
from cabinet.enquiries.kind import EnquiryKind
from cabinet.rules.packs import PACKS, editions, load
from tests.moment import NOW

# Read aloud: from each stage, where an application may go. Written out a second time on purpose.
APPLICATION = {
    "draft": "waiting",
    "waiting": "review missing offer refused voided withdrawn",
    "review": "missing offer signing payment refused voided withdrawn",
    "missing": "review offer refused voided withdrawn",
    "offer": "review missing signing payment performance refused voided withdrawn",
    "signing": "review offer payment performance voided withdrawn",
    "payment": "review offer performance voided withdrawn",
    "performance": "connected withdrawn",
    "connected": "",
    "answered": "",
    "refused": "review",
    "withdrawn": "",
    "voided": "review missing payment",
}
ENQUIRY = {
    "draft": "waiting",
    "waiting": "review answered withdrawn",
    "review": "answered withdrawn",
    "answered": "waiting review",
}
EDITIONS = [(code, edition) for code in PACKS.values() for edition in editions(code)]
TABLES = [
    *((f"{code}/{edition}", load(code, edition).next_stages, APPLICATION) for code, edition in EDITIONS),
    ("enquiry", lambda stage: EnquiryKind().next_stages(load(*EDITIONS[0]), stage), ENQUIRY),
]
MATRIX = [
    pytest.param(table, stage, to, to in allowed.get(stage, "").split(), id=f"{name}-{stage}-{to}")
    for name, table, allowed in TABLES
    for stage in Stage
    for to in Stage
    if stage != to
]


@dataclass
class Something:
    stage: str
    table: Callable[[Stage], frozenset[Stage]] = load(*EDITIONS[0]).next_stages
    reached: dict[str, str] = field(default_factory=dict)

    @property
    def next_stages(self) -> frozenset[Stage]:
        return self.table(Stage(self.stage))


@pytest.mark.parametrize(("table", "stage", "to", "is_allowed"), MATRIX)
def test_a_case_moves_where_it_may_and_nowhere_else(
    table: Callable[[Stage], frozenset[Stage]], stage: Stage, to: Stage, is_allowed: bool
) -> None:
    case = Something(stage, table)
    if is_allowed:
        advance(case, to=to, now=NOW)
        assert case == Something(to, table, {to.value: NOW.isoformat()})
    else:
        with pytest.raises(StatusNotPossible, match=f"«{stage.label}» нельзя перейти в «{to.label}»"):
            advance(case, to=to, now=NOW)
        assert case == Something(stage, table)


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
    assert set(SHOWN) == set(Stage)
    assert set(Stage) >= CLOSED | WAITS_FOR_APPLICANT


@pytest.mark.parametrize(("code", "edition"), EDITIONS)
def test_labels_of_statuses_are_not_repeated_and_some_name_fits_every_file(code: str, edition: date) -> None:
    pack = load(code, edition)
    for listed in (pack.statuses, pack.enquiry_statuses):
        assert len({status.label for status in listed}) == len({status.code for status in listed}) == len(listed)
    assert not pack.attachments[-1].words  # the last one fits every file
