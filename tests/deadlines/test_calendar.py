"""The production calendar, and what a second source says of it."""

from datetime import date, timedelta

import holidays
import pytest

from cabinet.deadlines.calendar import RUSSIA, CalendarInvalid, read_calendar, russia

YEARS = range(2022, 2028)
# Days on which the package `holidays` says otherwise, each with why we keep ours. There is none at present.
DIFFERENCES: dict[date, str] = {}


def days(number: int) -> list[date]:
    first = date(number, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(number + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("number", YEARS)
def test_a_second_source_says_the_same(number: int) -> None:
    package = holidays.country_holidays("RU", years=number)

    different = {day for day in days(number) if russia().is_working(day) != package.is_working_day(day)}

    assert different == {day for day in DIFFERENCES if day.year == number}


# Working days of each year as published with its calendar.
@pytest.mark.parametrize(
    ("number", "working", "provisional"),
    [
        (2022, 247, False),
        (2023, 247, False),
        (2024, 248, False),
        (2025, 247, False),
        (2026, 247, False),
        (2027, 247, True),
    ],
)
def test_a_year_has_as_many_working_days_as_was_published(number: int, working: int, provisional: bool) -> None:
    assert sum(russia().is_working(day) for day in days(number)) == working
    assert russia().year(number).provisional is provisional


@pytest.mark.parametrize("number", [year for year in YEARS if year != 2027])
def test_a_settled_year_names_its_act(number: int) -> None:
    assert russia().year(number).act.startswith("постановление Правительства РФ от ")


@pytest.mark.parametrize("number", YEARS)
def test_a_day_before_a_holiday_is_shortened_wherever_it_was_moved(number: int) -> None:
    """Article 95: a working day right before a holiday; an exchanged Saturday is as long as the day it replaces."""
    off = [(1, 1), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]
    eves = {date(number, *one) - timedelta(days=1) for one in off if one != (1, 1)} | {date(number, 12, 31)}
    shortened = {day for day in days(number) if russia().is_shortened(day)}

    plain = {eve for eve in eves if eve.weekday() < 5 and russia().is_working(eve)}
    assert plain <= shortened
    assert shortened - plain <= russia().year(number).working_weekends
    assert all(russia().is_working(day) for day in shortened)


def test_a_year_that_is_not_in_the_data_has_weekends_and_holidays_and_is_provisional() -> None:
    calendar = russia()

    assert calendar.year(2030).provisional
    assert calendar.year(2019).provisional
    assert not calendar.is_working(date(2030, 1, 8))  # Tuesday, article 112
    assert not calendar.is_working(date(2030, 3, 8))  # Friday, article 112
    assert not calendar.is_working(date(2030, 6, 15))  # Saturday
    assert calendar.is_working(date(2030, 1, 9))
    assert not calendar.is_shortened(date(2030, 3, 7))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"03-08", "03-09"', '"03-09"', "2026, days_off: нет праздника 08.03"),
        ('working_weekends = ["02-20"]', 'working_weekends = ["02-19"]', "2027, working_weekends: 19.02 — не суббота"),
        ('working_weekends = ["11-01"]', 'working_weekends = ["06-12"]', "2025, working_weekends: 12.06"),
        ('"06-11", "11-03"]\n\n#', '"06-12"]\n\n#', "2026, shortened: 12.06 — нерабочий день"),
        ('"12-31"]\nworking_weekends = []', '"12-32"]\nworking_weekends = []', "2026, days_off: .*День пишется так"),
        ('act = "постановление Правительства РФ от 24.09.2025 № 1466"', 'act = ""', "2026, act: нет акта"),
    ],
)
def test_a_mistake_in_the_data_is_named(old: str, new: str, said: str) -> None:
    text = RUSSIA.read_text("utf-8")
    assert old in text

    with pytest.raises(CalendarInvalid, match=said):
        read_calendar(text.replace(old, new))


def test_an_act_that_comes_changes_what_reaches_into_its_year() -> None:
    """The plan of the 13th of November instead of the 20th of February."""
    text = RUSSIA.read_text("utf-8")
    came = text.replace(
        'act = ""\nread = "none"\nprovisional = true', 'act = "постановление"\nread = "read"\nprovisional = false'
    )
    came = came.replace('"02-22", "02-23", "03-08", "05-01", "05-03"', '"02-23", "03-08", "05-01", "05-03"')
    came = came.replace(
        'working_weekends = ["02-20"]\nshortened = ["02-20", ', 'working_weekends = ["11-13"]\nshortened = ['
    )
    calendar = read_calendar(came)

    assert not calendar.year(2027).provisional
    assert calendar.is_working(date(2027, 2, 22))
    assert not russia().is_working(date(2027, 2, 22))
