"""A second counter, written apart from the first and as plainly as can be: it walks day by day and keeps lists.

It knows the calendar from the file itself and shares no code with what it checks.
"""

import tomllib
from datetime import date, timedelta
from functools import cache

from cabinet.deadlines.calendar import RUSSIA

Pair = tuple[date, date]


@cache
def days_off_and_on() -> tuple[set[str], set[str], set[int]]:
    off, on, known = set(), set(), set()
    for year, raw in tomllib.loads(RUSSIA.read_text("utf-8")).items():
        known.add(int(year))
        off |= {f"{year}-{day}" for day in raw["days_off"]}
        on |= {f"{year}-{day}" for day in raw["working_weekends"]}
    return off, on, known


def is_working(day: date) -> bool:
    off, on, known = days_off_and_on()
    if day.year not in known:
        first_days_of_january = day.month == 1 and day.day <= 8
        others = day.strftime("%d.%m") in ("23.02", "08.03", "01.05", "09.05", "12.06", "04.11")
        return day.strftime("%a") not in ("Sat", "Sun") and not first_days_of_january and not others
    if str(day) in on:
        return True
    return str(day) not in off and day.isoweekday() not in (6, 7)


def held(pauses: list[Pair]) -> set[date]:
    """Every day that a pause takes out: after its first one, up to its second one."""
    found: set[date] = set()
    for after, until in pauses:
        found |= {after + timedelta(days=number) for number in range(1, (until - after).days + 1)}
    return found


def next_working(day: date) -> date:
    while not is_working(day):
        day = date.fromordinal(day.toordinal() + 1)
    return day


def end_of_days(number: int, start: date, pauses: list[Pair], *, working: bool) -> date:
    out, day = held(pauses), start
    counted: list[date] = []
    while len(counted) < number:
        day = date.fromordinal(day.toordinal() + 1)
        if day not in out and (is_working(day) or not working):
            counted.append(day)
    return next_working(counted[-1])


def end_of_months(number: int, start: date, pauses: list[Pair]) -> date:
    """Month after month to the wanted one, back from the date to a day that exists, then a day for each held one."""
    month, year = start.month, start.year
    for _ in range(number):
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    wanted = start.day
    while True:
        try:
            end = date(year, month, wanted)
            break
        except ValueError:
            wanted -= 1
    out, day = held(pauses), start
    while day < end:
        day = date.fromordinal(day.toordinal() + 1)
        if day in out:
            end = date.fromordinal(end.toordinal() + 1)
    return next_working(end)
