"""Terms are counted to the day as the tables beside this file say; a lawyer reads and extends them."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cabinet.deadlines import plain
from cabinet.deadlines.counting import Pause, count, last_day, local_day, working_days_after

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EXAMPLES = [*rows("counting.csv"), *rows("edges.csv")]


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_a_term_is_counted_to_the_day(row: dict[str, str]) -> None:
    found = plain.counted({**row, "started_at": row["started_at_utc"]})

    written = {key: "" if found[key] is None else str(found[key]) for key in ("start_day", "last_day", "used", "left")}
    assert written == {key: row[key] for key in written}


def test_no_example_is_lost() -> None:
    assert len(rows("counting.csv")) == 61
    assert {row["unit"] for row in EXAMPLES} == set(plain.UNITS)


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        (date(2026, 3, 16), date(2026, 3, 30), False),
        (date(2026, 12, 25), date(2027, 1, 19), True),  # reaches into a year whose act was not read
        (date(2027, 3, 15), date(2027, 3, 29), True),
        (date(2031, 3, 17), date(2031, 3, 31), True),  # a year of which nothing is known
    ],
)
def test_a_term_that_reaches_into_a_provisional_year_says_so(start: date, end: date, provisional: bool) -> None:
    counted = count("working_days", 10, start, looked_on=start)

    assert (counted.last_day, counted.is_provisional) == (end, provisional)


def test_a_held_term_is_provisional_by_the_day_it_is_looked_on() -> None:
    held = [Pause(date(2026, 11, 30))]

    assert not count("months", 1, date(2026, 11, 2), looked_on=date(2026, 12, 1), pauses=held).is_provisional
    assert count("months", 1, date(2026, 11, 2), looked_on=date(2027, 2, 1), pauses=held).is_provisional


@pytest.mark.parametrize(
    ("day", "number", "end"),
    [
        (date(2026, 11, 3), 1, date(2026, 11, 5)),
        (date(2026, 3, 14), 10, date(2026, 3, 27)),
        (date(2024, 12, 26), 3, date(2025, 1, 9)),
    ],
)
def test_working_days_after_a_day(day: date, number: int, end: date) -> None:
    assert working_days_after(day, number) == end


def test_pauses_may_be_pairs_and_units_whole_words() -> None:
    term = {
        "unit": "working_days", "number": 10, "started_at": "2026-03-16T09:00:00+03:00", "zone": "Europe/Moscow",
        "pauses": [["2026-03-18", "2026-03-26"]], "looked_on": "2026-03-27",
    }  # fmt: skip

    assert plain.counted(term) == {
        "start_day": "2026-03-16", "last_day": "2026-04-07", "used": 3, "left": 7, "provisional": False,
    }  # fmt: skip
    assert plain.counted({**term, "pauses": [["2026-03-18", None]]})["last_day"] is None
    assert plain.counted({**term, "pauses": None})["last_day"] == "2026-03-30"


def test_a_moment_without_an_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="нет пояса"):
        local_day(datetime(2026, 3, 16, 12), "Europe/Moscow")
    assert local_day(datetime(2026, 3, 16, 21, tzinfo=UTC), "Europe/Moscow") == date(2026, 3, 17)


def test_a_pause_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="раньше, чем начинается"):
        Pause(date(2026, 3, 18), date(2026, 3, 17))


def test_a_term_has_a_length() -> None:
    with pytest.raises(ValueError, match="не бывает"):
        last_day("months", 0, date(2026, 3, 18))
