"""The shipped edition for electricity, and courses written in a few words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cabinet.deadlines.course import Course, Happening, Pause, follow
from cabinet.rules.pack import Pack
from cabinet.rules.packs import load

ZONE = "Europe/Moscow"
Follow = Callable[..., Course]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load("electricity_861", date(2026, 1, 1))


@pytest.fixture(scope="session")
def heat() -> Pack:
    return load("heat_2115", date(2026, 1, 1))


@pytest.fixture
def course(pack: Pack) -> Follow:
    """`course("received 2026-03-16", "paid 2026-03-20T23:59", looked_on="2026-04-01")`; at noon without an hour."""

    def followed(
        *events: str, looked_on: str, procedure: str = "section_x", pauses: list[Pause] | None = None,
        edition: Pack | None = None, **answers: Any,
    ) -> Course:  # fmt: skip
        return follow(
            edition or pack,
            [happening(event) for event in events],
            procedure=procedure,
            answers=answers,
            zone=ZONE,
            looked_on=date.fromisoformat(looked_on),
            pauses=pauses or [],
        )

    return followed


def happening(written: str) -> Happening:
    event, at = written.split()
    moment = datetime.fromisoformat(at if "T" in at else f"{at}T12:00")
    return Happening(event, moment.replace(tzinfo=ZoneInfo(ZONE)))
