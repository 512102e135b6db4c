"""The courses of applications in the tables beside this file, to the day."""

import json
from pathlib import Path
from typing import Any

import pytest

from cabinet.deadlines import plain
from cabinet.rules.pack import Pack

HERE = Path(__file__).parent


def courses(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / name).read_text("utf-8"))
    return found


COURSES = courses("courses.json")


@pytest.mark.parametrize("case", COURSES, ids=[case["id"] for case in COURSES])
def test_a_course_is_followed_to_the_day(pack: Pack, case: dict[str, Any]) -> None:
    found, expected = plain.followed(case, pack), case["expected"]

    assert (found["stage"], found["move"]) == (expected["stage"], expected["move"])
    assert [{key: term[key] for key in expected["terms"][0]} for term in found["terms"]] == expected["terms"]
    assert {side: found["ledger"][side] for side in expected["ledger"]} == expected["ledger"]


def test_no_course_is_lost() -> None:
    assert len(COURSES) == 14


def test_plain_data_comes_out_as_json_holds_it(pack: Pack) -> None:
    for case in COURSES:
        found = plain.followed(case, pack)
        assert json.loads(json.dumps(found, ensure_ascii=False)) == found
