"""The worked examples of docs/terms.md are true."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cabinet.deadlines import plain
from cabinet.deadlines.counting import Pause, Unit, last_day
from cabinet.rules.pack import Pack

TEXT = (Path(__file__).parents[2] / "docs" / "terms.md").read_text("utf-8")
UNITS: dict[str, Unit] = {"рабоч": "working_days", "календ": "calendar_days", "месяц": "months", "год": "years"}
ROWS = re.findall(
    r"^\| (\d+) ([а-я ]+) \| (\d\d\.\d\d\.\d{4}) \| (?:([\d.]+)–([\d.]+) )?\| ([\d.]{10}) \|", TEXT, flags=re.MULTILINE
)
OBJECTS = [json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", TEXT, flags=re.DOTALL)]


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row) for row in ROWS])
def test_a_worked_example_of_counting(row: tuple[str, ...]) -> None:
    number, words, start, after, until, end = row
    unit = next(unit for word, unit in UNITS.items() if words.startswith(word))
    pauses = [Pause(day(after), day(until))] if after else []

    assert last_day(unit, int(number), day(start), pauses=pauses) == day(end)


def test_the_examples_of_plain_data(pack: Pack) -> None:
    term, counted, course, followed = OBJECTS

    assert plain.counted(term) == counted
    assert shown(plain.followed(course, pack), followed) == followed


def test_no_example_is_overlooked() -> None:
    assert len(ROWS) == TEXT.count("| срок | день события |") * 13
    assert len(OBJECTS) == 4


def shown(whole: Any, part: Any) -> Any:
    """Of the whole answer, the keys that the example shows."""
    if isinstance(part, dict):
        return {key: shown(whole[key], value) for key, value in part.items()}
    if isinstance(part, list):
        assert len(whole) == len(part)
        return [shown(*pair) for pair in zip(whole, part, strict=True)]
    return whole


def day(written: str) -> Any:
    return datetime.strptime(written, "%d.%m.%Y").date()
