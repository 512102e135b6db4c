"""docs/stages.md says what the rule packs say."""

from pathlib import Path

import pytest

from cabinet.rules.packs import PACKS, editions, load
from cabinet.rules.stage_tables import stage_tables

DOCS = Path(__file__).parents[2] / "docs"


def test_the_file_is_what_the_packs_say() -> None:
    written = (DOCS / "stages.md").read_text("utf-8")

    assert written == stage_tables(), "python manage.py print_stages > docs/stages.md"
    assert "stages.md" in (DOCS / "README.md").read_text("utf-8")


@pytest.mark.parametrize("code", PACKS.values())
def test_it_has_every_transition_and_every_turn(code: str) -> None:
    written = (DOCS / "stages.md").read_text("utf-8")
    for edition in editions(code):
        pack = load(code, edition)
        part = written.partition(f"## {code}, from {edition}")[2].partition("\n## ")[0]
        moves = [(stage, to) for stage, following in pack.moves.items() for to in following]
        for stage, to in moves:
            assert f"| `{stage}` {stage.label} | `{to}` {to.label} |" in part
        assert part.count("\n| `") == len(moves) + len(pack.states) + len(pack.turns) + sum(
            bool(event.undoes) for event in pack.events
        )
