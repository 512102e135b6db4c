"""What happened, in its order: which events took effect, to which states they led, and which were out of their place.

Events of one moment take effect in the order in which they can. An event out of its place changes nothing: it is kept
aside with a reason, for a person. One that the edition calls `early` waits until it has its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from cabinet.rules.pack import Event, Pack, State

from .counting import local_day


class Happening(NamedTuple):
    event: str  # its code in the edition
    at: datetime


class Fact(NamedTuple):
    """An event that took effect on `day`; an early one had happened before that."""

    event: str
    title: str
    day: date
    happened_on: date


class Turned(NamedTuple):
    """An application came to a state."""

    state: State
    fact: Fact


class Aside(NamedTuple):
    event: str
    title: str
    happened_on: date
    reason: str


@dataclass
class History:
    """`facts` took effect, in their order; `turned` are those of them that led to a state, with the state."""

    state: State
    facts: list[Fact] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)

    @property
    def received_on(self) -> date | None:
        return self.turned[0].fact.day if self.turned else None


def read_history(pack: Pack, procedure: str, happenings: Iterable[Happening], *, zone: str, looked_on: date) -> History:
    """Events after the day that is looked on are as if they were not known. Raises ValueError for an unknown event."""
    reading = _Reading(pack, procedure, zone)
    for _, group in groupby(reading.standing(happenings, looked_on), key=lambda happening: happening.at):
        reading.take(list(group))
    return reading.finish()


class _Known(NamedTuple):
    """A happening with its day."""

    event: Event
    at: datetime
    day: date


class _Reading:
    def __init__(self, pack: Pack, procedure: str, zone: str) -> None:
        self.pack, self.zone = pack, zone
        self.turns = pack.turns_of(procedure)
        self.first = pack.states[0]
        self.history = History(self.first)
        self.waiting: list[_Known] = []

    def standing(self, happenings: Iterable[Happening], looked_on: date) -> Sequence[_Known]:
        """In their order, without what was taken back later."""
        known = [self._known(happening) for happening in happenings]
        places = self.pack.places_of_events
        known.sort(key=lambda one: (one.at, places[one.event.code]))
        standing: list[_Known] = []
        for one in known:
            if one.day > looked_on:
                continue
            if not one.event.undoes:
                standing.append(one)
            elif any(earlier.event.code in one.event.undoes for earlier in standing):
                standing = [earlier for earlier in standing if earlier.event.code not in one.event.undoes]
            else:
                self._set_aside(one, "Отменять нечего")
        return standing

    def take(self, group: list[_Known]) -> None:
        """What came at one moment, each as soon as it can."""
        while fitting := next((one for one in group if self._takes_effect(one, one.day)), None):
            group.remove(fitting)
            self._take_those_that_waited(fitting.day)
        for one in group:
            if self._may_wait(one):
                self.waiting.append(one)
            else:
                self._set_aside(one, self._why_not())

    def finish(self) -> History:
        for one in self.waiting:
            self._set_aside(one, f"Рано: заявка на этапе «{self.history.state.title}»")
        self.history.aside.sort(key=lambda aside: aside.happened_on)
        return self.history

    def _known(self, happening: Happening) -> _Known:
        event = self.pack.event(happening.event)
        if event is None:
            possible = ", ".join(self.pack.places_of_events)
            raise ValueError(f"события «{happening.event}» в редакции нет. Возможно: {possible}")
        return _Known(event, happening.at, local_day(happening.at, self.zone))

    def _take_those_that_waited(self, day: date) -> None:
        while fitting := next((one for one in self.waiting if self._takes_effect(one, day)), None):
            self.waiting.remove(fitting)

    def _takes_effect(self, one: _Known, day: date) -> bool:
        turns, state = self.turns.get(one.event.code), self.history.state
        is_open = state is not self.first and not state.closed
        if turns is None:
            if is_open:
                self._note(one, day)
            return is_open
        for turn in turns:
            if state.code in turn.after if turn.after else is_open:
                self.history.state = self.pack.state(turn.to)
                self.history.turned.append(Turned(self.history.state, self._note(one, day)))
                return True
        return False

    def _may_wait(self, one: _Known) -> bool:
        state = self.history.state
        is_early = any(turn.early for turn in self.turns.get(one.event.code, ()))
        is_over = any(fact.event == one.event.code for fact in self.history.facts)
        return is_early and not is_over and not state.closed and state is not self.first

    def _note(self, one: _Known, day: date) -> Fact:
        fact = Fact(one.event.code, one.event.title, day, one.day)
        self.history.facts.append(fact)
        return fact

    def _set_aside(self, one: _Known, reason: str) -> None:
        self.history.aside.append(Aside(one.event.code, one.event.title, one.day, reason))

    def _why_not(self) -> str:
        state = self.history.state
        if state is self.first:
            return "Заявка ещё не поступила"
        if state.closed:
            return f"Заявка уже закрыта: {state.title[0].lower()}{state.title[1:]}"
        return f"На этапе «{state.title}» это событие ничего не меняет"
