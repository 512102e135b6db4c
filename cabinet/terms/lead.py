"""Which of the terms that run is the one to look at: it stands in the list, on the card and in the letters."""

from collections.abc import Collection, Iterable
from datetime import date

from cabinet.deadlines.course import Course
from cabinet.deadlines.terms import TermOnDay
from cabinet.rules.pack import Pack


def open_terms(course: Course, pack: Pack) -> list[TermOnDay]:
    """Those that run or are overdue. What lapses is gone with its last day."""
    return [
        term
        for term in course.terms
        if term.state == "running" or (term.state == "overdue" and term.code not in pack.lapsing)
    ]


def leading(course: Course, running: Iterable[TermOnDay]) -> TermOnDay | None:
    """Of the open terms of whoever has the move the one that ends first; else of the company; else of anybody."""
    order = (course.move, "company")

    def place(term: TermOnDay) -> tuple[int, date]:
        assert term.last_day is not None  # noqa: S101  it runs
        return order.index(term.whose) if term.whose in order else len(order), term.last_day

    return min(running, key=place, default=None)


def lapses_on(course: Course, pack: Pack) -> Collection[date]:
    """The last days of running terms that lapse: on the next day another term leads."""
    return [
        term.last_day
        for term in course.terms
        if term.state == "running" and term.code in pack.lapsing and term.last_day
    ]
