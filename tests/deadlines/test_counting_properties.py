"""What is true of every term, and a year-by-year check of the counter against a second, naive one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.deadlines.calendar import russia
from cabinet.deadlines.counting import Pause, Unit, days_used, last_day, months_after

from . import naive

UNITS: tuple[Unit, ...] = ("working_days", "calendar_days", "months", "years")
LONGEST = {"working_days": 60, "calendar_days": 90, "months": 24, "years": 3}
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves nothing
DAYS = st.dates(date(2021, 6, 1), date(2029, 12, 31))


@st.composite
def lengths(draw: st.DrawFn) -> tuple[Unit, int]:
    unit = draw(st.sampled_from(UNITS))
    return unit, draw(st.integers(1, LONGEST[unit]))


@st.composite
def pauses(draw: st.DrawFn, start: date) -> list[tuple[date, date]]:
    """Before the start and after it, overlapping, of no length: whatever people agree upon."""
    drawn = draw(st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 45)), max_size=4))
    return [(start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in drawn]


def end(length: tuple[Unit, int], start: date, held: list[tuple[date, date]] | None = None) -> date:
    found = last_day(*length, start, pauses=[Pause(*one) for one in held or []])
    assert found is not None
    return found


@UNHURRIED
@given(length=lengths(), start=DAYS)
def test_a_term_ends_on_a_working_day_after_its_event(length: tuple[Unit, int], start: date) -> None:
    found = end(length, start)

    assert found > start
    assert russia().is_working(found)


@UNHURRIED
@given(data=st.data(), length=lengths(), start=DAYS)
def test_a_pause_never_shortens(data: st.DataObject, length: tuple[Unit, int], start: date) -> None:
    held = data.draw(pauses(start))

    assert end(length, start, held) >= end(length, start)
    assert end(length, start, held) >= end(length, start, held[1:])


@UNHURRIED
@given(data=st.data(), length=lengths(), start=DAYS)
def test_a_longer_pause_never_shortens(data: st.DataObject, length: tuple[Unit, int], start: date) -> None:
    held = data.draw(pauses(start))
    longer = [(after, until + timedelta(days=data.draw(st.integers(0, 30)))) for after, until in held]

    assert end(length, start, longer) >= end(length, start, held)


@UNHURRIED
@given(data=st.data(), length=lengths(), start=DAYS)
def test_the_order_of_pauses_does_not_matter(data: st.DataObject, length: tuple[Unit, int], start: date) -> None:
    held = data.draw(pauses(start))

    assert end(length, start, held[::-1]) == end(length, start, held)


@UNHURRIED
@given(length=lengths(), start=DAYS, later=st.integers(1, 40))
def test_moving_the_start_never_moves_the_end_back(length: tuple[Unit, int], start: date, later: int) -> None:
    assert end(length, start + timedelta(days=later)) >= end(length, start)


@UNHURRIED
@given(length=lengths(), start=DAYS)
def test_a_longer_term_never_ends_earlier(length: tuple[Unit, int], start: date) -> None:
    unit, number = length

    assert end((unit, number + 1), start) >= end(length, start)


@UNHURRIED
@given(data=st.data(), number=st.integers(1, 60), start=DAYS, unit=st.sampled_from(UNITS[:2]))
def test_the_days_of_a_term_are_used_up_one_by_one(data: st.DataObject, number: int, start: date, unit: Unit) -> None:
    held = [Pause(*one) for one in data.draw(pauses(start))]
    last = end((unit, number), start, [(pause.after, pause.until) for pause in held if pause.until])
    used = [
        days_used(unit, number, start, start + timedelta(days=offset), pauses=held)
        for offset in range((last - start).days + 3)
    ]

    assert used[0] == 0
    assert used[(last - start).days :] == [number] * 3
    assert all(later - earlier in {0, 1} for earlier, later in pairwise(used))


@UNHURRIED
@given(data=st.data(), length=lengths(), start=DAYS)
def test_the_naive_counter_finds_the_same_day(data: st.DataObject, length: tuple[Unit, int], start: date) -> None:
    held = data.draw(pauses(start))
    unit, number = length

    if unit in {"working_days", "calendar_days"}:
        expected = naive.end_of_days(number, start, held, working=unit == "working_days")
    else:
        expected = naive.end_of_months(number * 12 if unit == "years" else number, start, held)

    assert end(length, start, held) == expected


@pytest.mark.parametrize("year", range(2022, 2029))
def test_every_day_of_a_year_with_every_common_length(year: int) -> None:
    """No drawing of lots: each day as a start, with the lengths that rules use."""
    first = date(year, 1, 1)
    for offset in range((date(year + 1, 1, 1) - first).days):
        start = first + timedelta(days=offset)
        held = [(start + timedelta(days=2), start + timedelta(days=2 + offset % 20))]
        for number in (1, 3, 10, 20, 30):
            assert end(("working_days", number), start) == naive.end_of_days(number, start, [], working=True)
            assert end(("calendar_days", number), start, held) == naive.end_of_days(number, start, held, working=False)
        for number in (1, 4, 6, 12, 24):
            assert end(("months", number), start, held) == naive.end_of_months(number, start, held)
        assert end(("years", 1), start) == end(("months", 12), start)


@UNHURRIED
@given(start=DAYS, months=st.integers(1, 240))
def test_a_month_ends_on_its_date_or_on_its_last_day(start: date, months: int) -> None:
    found = months_after(start, months)

    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found.day < start.day and (found + timedelta(days=1)).day == 1)
