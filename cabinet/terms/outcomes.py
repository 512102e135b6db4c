"""How the terms of a case have ended: what is kept of them beside the case, so that a report reads it at once."""

from typing import TypedDict

from cabinet.deadlines.course import Course

ENDED = {"in_time", "late"}


class Outcome(TypedDict):
    """One run of a term that ended by its event. Days are ISO dates; what a request stopped has no outcome."""

    term: str  # its code in the edition of the case
    title: str
    whose: str
    reckoned: bool  # no source settles its length
    last_day: str
    ended_on: str
    late_days: int  # calendar days


def outcomes_of(course: Course) -> list[Outcome]:
    """In the order in which the terms began."""
    return [
        Outcome(
            term=run.code,
            title=run.title,
            whose=run.whose,
            reckoned=run.needs_lawyer,
            last_day=run.last_day.isoformat(),
            ended_on=run.ended_on.isoformat(),
            late_days=run.late_days,
        )
        for term in course.terms
        for run in (*term.earlier, term)
        if run.state in ENDED and run.last_day and run.ended_on
    ]
