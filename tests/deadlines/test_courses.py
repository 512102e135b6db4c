"""The courses of applications in the tables beside this file, to the day."""

import json
import subprocess
import sys
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


def test_neither_django_nor_a_database_is_needed() -> None:
    """Whoever checks the clock from outside has the checkout and the libraries that read rule packs, and no more."""
    program = """
import json, sys
for name in ("django", "psycopg2", "tenancy"):
    sys.modules[name] = None  # importing it fails
from datetime import date
from cabinet.deadlines.plain import counted, followed
from cabinet.rules.packs import load
course = json.loads(sys.argv[1])
print(followed(course, load("electricity_861", date(2026, 1, 1)))["stage"])
"""
    command = [sys.executable, "-c", program, json.dumps(COURSES[0])]
    said = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True, env={})

    assert said.stdout.strip() == COURSES[0]["expected"]["stage"]
