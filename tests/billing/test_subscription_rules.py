"""What a month costs, by table: plans by days, what is beyond them, trials, corrections."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.reckoning.subscription import (
    BASE,
    Rate,
    Statement,
    Terms,
    Usage,
    after,
    differences,
    last_day,
    reckon,
    spans,
)

JUNE = date(2026, 6, 1)
START = Terms("Старт", 900_000, {"applications": Rate(30, 15_000), "seats": Rate(2, 50_000)})
REGION = Terms("Регион", 3_000_000, {"applications": Rate(300, 5_000), "seats": Rate(10, 40_000)})
TRIAL = Terms("Старт", 900_000, START.rates, is_trial=True)


def counted(**by_day: int) -> dict[str, Usage]:
    """Applications by the day of June: counted(d3=5)."""
    return {
        "applications": Usage({date(2026, 6, int(day[1:])): count for day, count in by_day.items()}),
        "seats": Usage({date(2026, 5, 20): 2}, is_level=True),
    }


def sums(statement: Statement) -> list[tuple[str, int, int]]:
    return [(line.dimension, line.quantity, line.net) for line in statement.lines]


@pytest.mark.parametrize(
    ("changes", "usage", "expected"),
    [
        pytest.param({}, counted(d3=500), [], id="without a plan nothing is paid"),
        pytest.param(
            {date(2026, 1, 1): START},
            counted(d3=30),
            [(BASE, 30, 900_000), ("applications", 0, 0), ("seats", 0, 0)],
            id="all that is used is included",
        ),
        pytest.param(
            {date(2026, 1, 1): START},
            counted(d3=20, d30=12),
            [(BASE, 30, 900_000), ("applications", 2, 30_000), ("seats", 0, 0)],
            id="two applications beyond",
        ),
        pytest.param(
            {date(2026, 1, 1): START},
            counted(d3=40, d5=-8),
            [(BASE, 30, 900_000), ("applications", 2, 30_000), ("seats", 0, 0)],
            id="a correction within the month",
        ),
        pytest.param(
            {date(2026, 6, 16): START},
            counted(d20=16, d1=900),
            [(BASE, 15, 450_000), ("applications", 1, 15_000), ("seats", 0, 0)],
            id="from the middle of the month: half the price, half of what is included",
        ),
        pytest.param(
            {date(2026, 1, 1): START, date(2026, 6, 11): REGION},
            counted(d1=11, d20=100),
            [
                (BASE, 10, 300_000),
                ("applications", 1, 15_000),
                ("seats", 0, 0),
                (BASE, 20, 2_000_000),
                ("applications", 0, 0),
                ("seats", 0, 0),
            ],
            id="another plan from the eleventh: ten days of one, twenty of the other",
        ),
        pytest.param(
            {date(2026, 1, 1): START, date(2026, 6, 30): None},
            counted(d30=900),
            [(BASE, 29, 870_000), ("applications", 0, 0), ("seats", 0, 0)],
            id="ended: the last day is not paid",
        ),
        pytest.param(
            {date(2026, 5, 15): TRIAL, date(2026, 6, 15): START},
            counted(d1=900, d15=1),
            [
                (BASE, 14, 0),
                ("applications", 886, 0),
                ("seats", 0, 0),
                (BASE, 16, 480_000),
                ("applications", 0, 0),
                ("seats", 0, 0),
            ],
            id="a trial costs nothing, however much is used",
        ),
    ],
)
def test_a_month(changes, usage, expected):
    assert sums(reckon(JUNE, changes, usage)) == expected


def test_a_level_is_paid_by_the_days_beyond():
    usage = {"seats": Usage({date(2026, 4, 1): 2, date(2026, 6, 21): 5, date(2026, 6, 26): 2}, is_level=True)}

    line = reckon(JUNE, {JUNE: START}, usage).lines[2]

    assert (line.used, line.included, line.quantity) == (5, 2, 15)  # three seats beyond on five days
    assert line.net == 25_000  # 15 of 30 days of 500 ₽


def test_a_level_holds_over_months_in_which_nothing_changes():
    usage = {"seats": Usage({date(2025, 1, 1): 4}, is_level=True)}

    assert reckon(JUNE, {JUNE: START}, usage).lines[2].net == 100_000


def test_a_plan_without_a_limit():
    terms = Terms("Корпорация", 1, {"applications": Rate(None, 5)})

    statement = reckon(JUNE, {JUNE: terms}, counted(d1=10**9))

    assert statement.net == 1
    assert statement.meters[0].percent is None


@pytest.mark.parametrize(("used", "percent"), [(0, 0), (23, 76), (24, 80), (30, 100), (36, 120), (37, 123)])
def test_the_meter_of_a_month(used, percent):
    assert reckon(JUNE, {JUNE: START}, counted(d1=used)).meters[0].percent == percent


def test_a_later_correction_changes_only_its_difference():
    before = reckon(JUNE, {JUNE: START}, counted(d1=35))
    later = reckon(JUNE, {JUNE: START}, counted(d1=35, d2=-3))

    assert differences(before, later) == {"applications": -45_000}
    assert differences(before, before) == {}


def test_months_follow_one_another():
    assert after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)


days = st.integers(1, 30).map(lambda n: date(2026, 6, n))
plans = st.builds(
    lambda price, included, over, is_trial: Terms("П", price, {"applications": Rate(included, over)}, is_trial),
    st.integers(0, 10**8), st.integers(0, 1000), st.integers(0, 10**5), st.booleans(),
)  # fmt: skip


@given(changes=st.dictionaries(days, st.none() | plans, max_size=6), usage=st.dictionaries(days, st.integers(0, 500)))
def test_every_day_of_a_month_belongs_to_one_plan_at_most(changes, usage):
    """And a month costs what its days cost, but for the rounding of half a kopeck in each part."""
    parts = spans(JUNE, changes)
    covered = [day for part in parts for day in part.each_day()]
    assert len(covered) == len(set(covered))
    for day in covered:
        known = max(one for one in changes if one <= day)
        assert changes[known] in [part.terms for part in parts if part.first <= day <= part.last]

    base = sum(
        line.net for line in reckon(JUNE, changes, {"applications": Usage(usage)}).lines if line.dimension == BASE
    )
    exact = sum((Fraction(part.terms.price * part.days, 30) for part in parts if not part.terms.is_trial), Fraction(0))
    assert 2 * abs(base - exact) <= len(parts)
