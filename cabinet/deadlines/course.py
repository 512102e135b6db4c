"""The one entry of the clock: from what happened to whose move it is, which terms run, and whose each day was.

It is driven by the edition of a rule pack (`states`, `turns`, `terms`), holds no figure of its own, reads no clock and
needs no database: the same events on the same day always give the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cabinet.rules.conditions import Facts
from cabinet.rules.pack import Pack, State

from .calendar import Calendar, russia
from .counting import Pause
from .history import Aside, Fact, Happening, History, read_history
from .ledger import Holder, Span, read_ledger
from .terms import Outage, TermOnDay, terms_on

__all__ = ["Course", "Happening", "Outage", "Pause", "follow"]

SIDES: tuple[Holder, ...] = ("company", "applicant", "supplier", "nobody")


@dataclass(frozen=True)
class Course:
    """What is true of an application on a day, at its end in the zone of the company."""

    looked_on: date
    history: History
    terms: tuple[TermOnDay, ...]

    @property
    def state(self) -> State:
        return self.history.state

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(self.history.facts)

    @property
    def aside(self) -> tuple[Aside, ...]:
        """Events out of their place, for a person."""
        return tuple(self.history.aside)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Whose each day was. (Counted when it is read: whoever counts terms alone does not wait for it.)"""
        return tuple(read_ledger(self.history, self.terms, looked_on=self.looked_on))

    @property
    def move(self) -> Holder:
        return self.state.move

    @property
    def ledger(self) -> dict[Holder, int]:
        """How many days each side has had; together they are all days from the receipt, that day included."""
        return {side: sum(span.days for span in self.spans if span.side == side) for side in SIDES}

    def term(self, code: str) -> TermOnDay | None:
        return next((term for term in self.terms if term.code == code), None)


def follow(
    pack: Pack,
    happenings: Iterable[Happening],
    *,
    procedure: str,
    answers: Facts,
    zone: str,
    looked_on: date,
    pauses: Iterable[Pause] = (),
    outages: Iterable[Outage] = (),
    calendar: Calendar | None = None,
) -> Course:
    """`answers` are the facts of the application (`cabinet.rules.facts`). A pause holds up the terms that name its
    ground among what suspends them; an outage moves nothing and shows what its term would be without its days. Raises
    ValueError for an event that the edition does not know.
    """
    history = read_history(pack, procedure, happenings, zone=zone, looked_on=looked_on)
    terms = terms_on(
        pack, procedure, answers, history, tuple(pauses), looked_on=looked_on, calendar=calendar or russia(),
        outages=tuple(outages),
    )  # fmt: skip
    return Course(looked_on, history, tuple(terms))
