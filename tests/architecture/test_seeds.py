"""The map of the five manuals names only routes that exist, and leaves no feature without a screen or a plan."""

import re
from pathlib import Path

from tests.access.routes import COMPANY, PLATFORM

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[2] / "docs/seeds.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| feature")
]
ROUTES = {f"/{route}" for route in (*COMPANY, *PLATFORM)}


def test_every_route_exists() -> None:
    named = {route for row in ROWS for route in re.findall(r"`(/[^`]*)`", row[-1])}

    assert named
    assert named - ROUTES == set()


def test_every_feature_has_a_screen_or_is_planned() -> None:
    without = [row[0] for row in ROWS if not ("`/" in row[-1] or "planned: " in row[1])]

    assert without == []


def test_all_sixty_nine_features_are_there() -> None:
    assert len(ROWS) >= 69
