"""The periods that are offered, and the months of one."""

from datetime import date

import pytest

from cabinet.reports import period
from cabinet.reports.period import Period

TODAY = date(2026, 3, 13)


@pytest.mark.parametrize(("make", "since", "until"), [
    (period.this_month, "2026-03-01", "2026-03-13"),
    (period.last_month, "2026-02-01", "2026-02-28"),
    (period.last_quarter, "2025-10-01", "2025-12-31"),
    (period.this_year, "2026-01-01", "2026-03-13"),
    (period.last_year, "2025-01-01", "2025-12-31"),
])  # fmt: skip
def test_what_is_offered(make, since, until):
    assert make(TODAY) == Period(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(("today", "since", "until"), [
    ("2026-01-01", "2025-10-01", "2025-12-31"),
    ("2026-04-01", "2026-01-01", "2026-03-31"),
    ("2026-12-31", "2026-07-01", "2026-09-30"),
])  # fmt: skip
def test_the_quarter_that_is_over(today, since, until):
    found = period.last_quarter(date.fromisoformat(today))
    assert found == Period(date.fromisoformat(since), date.fromisoformat(until))


def test_the_months_of_a_period():
    found = Period(date(2025, 11, 30), date(2026, 2, 1)).months
    assert found == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 1, 1), date(2024, 1, 29)])
def test_the_next_month_begins_with_its_first_day(day):
    assert period.next_month(day) == date(day.year, 2, 1)
    assert period.next_month(date(2026, 12, 31)) == date(2027, 1, 1)
