"""The terms of an edition in the course of one application: when each started, was counted anew, was held up, and
ended.

A term may run several times (missing information is asked for twice): each run is a `Run` of its own, and the last
one is what people look at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from cabinet.rules.conditions import Facts
from cabinet.rules.pack import Mark, Pack, Side, Term, rule_of

from .calendar import DAY, Calendar
from .counting import Pause, Unit, days_used, last_day
from .history import Fact, History

# `waits`: stopped by a request, to be counted anew. `paused`: held up on a ground of another act. `closed`: the
# application ended before the term did.
TermState = Literal["running", "overdue", "in_time", "late", "waits", "paused", "closed"]


class Outage(NamedTuple):
    """Days on which the cabinet did not work, applied by a person to one term, by its code.

    No act that was read knows a pause for it, so the term keeps its last day. What its last day would be if these days
    were not counted stands beside it, as a reckoned one, for a lawyer.
    """

    term: str
    first: date
    last: date


class Reckoned(NamedTuple):
    """A term without the days of the outages that were applied to it."""

    last_day: date
    late_days: int


class Former(NamedTuple):
    """A count that was given up for a new one: on `until` a request stopped it or the new one began."""

    started_on: date
    until: date
    last_day: date | None
    late_days: int


@dataclass(frozen=True)
class TermOnDay:
    """What is true of a term on a day. `used` and `left` are counted in days; months and years have none."""

    code: str
    title: str
    whose: Side
    point: str
    mark: Mark
    unit: Unit
    number: int
    needs_lawyer: bool  # «расчётный срок, требует проверки»: no source settles it
    state: TermState
    started_by: str
    started_on: date
    last_day: date | None
    late_days: int
    used: int | None
    left: int | None
    is_provisional: bool
    ended_by: str = ""
    ended_on: date | None = None
    counted_anew: tuple[Former, ...] = ()
    pauses: tuple[Pause, ...] = ()
    outages: tuple[Outage, ...] = ()  # those that fall into its days
    reckoned: Reckoned | None = None  # without the days of these outages
    proposes: str = ""  # what is proposed to a person, now that it is over
    earlier: tuple["TermOnDay", ...] = ()  # the earlier runs of the same term

    def is_open_on(self, day: date) -> bool:
        """The day of the event that ends a term is still a day of the term; the day of its start is not."""
        return self.started_on < day and (self.ended_on is None or day <= self.ended_on)

    def is_overdue_on(self, day: date) -> bool:
        return self.is_open_on(day) and self.last_day is not None and self.last_day < day


@dataclass
class _Run:
    place: int  # of the event that started it, among the facts
    started_by: str
    started_on: date
    stopped_on: date | None = None
    ended_by: str = ""
    ended_on: date | None = None
    is_closed: bool = False  # by the end of the application
    given_up: list[tuple[date, date]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


def terms_on(
    pack: Pack, procedure: str, answers: Facts, history: History, pauses: Sequence[Pause], *, looked_on: date,
    calendar: Calendar, outages: Sequence[Outage] = (),
) -> list[TermOnDay]:  # fmt: skip
    """Every term that has started, in the order in which they did."""
    found: list[tuple[int, TermOnDay]] = []
    for term in pack.terms_of(procedure, answers):
        runs = _runs(term, history)
        if not runs:
            continue
        clock = _Clock(term, answers, pauses, looked_on, calendar, outages)
        earlier = tuple(clock.read(run) for run in runs[:-1])
        found.append((runs[0].place, clock.read(runs[-1], earlier)))
    return [term for _, term in sorted(found, key=lambda one: one[0])]


def _runs(term: Term, history: History) -> list[_Run]:
    runs: list[_Run] = []
    ends = (term.ends, *term.or_ends)
    for place, fact in enumerate(history.facts):
        run = runs[-1] if runs and runs[-1].is_open else None
        if run is None:
            if fact.event == term.starts:
                runs.append(_Run(place, fact.title, fact.day))
        elif fact.event in ends:
            run.ended_by, run.ended_on = fact.title, fact.happened_on
        elif fact.event in term.stops:
            run.stopped_on = run.stopped_on or fact.day
        elif fact.event in term.restarts:
            _count_anew(run, fact)
    if history.state.closed and runs and runs[-1].is_open:
        run, fact = runs[-1], history.turned[-1].fact
        run.ended_by, run.ended_on, run.is_closed = fact.title, fact.day, True
    return runs


def _count_anew(run: _Run, fact: Fact) -> None:
    run.given_up.append((run.started_on, run.stopped_on or fact.day))
    run.started_on, run.started_by, run.stopped_on = fact.day, fact.title, None


class _Clock:
    """Reads the runs of one term."""

    def __init__(
        self, term: Term, answers: Facts, pauses: Iterable[Pause], looked_on: date, calendar: Calendar,
        outages: Iterable[Outage],
    ) -> None:  # fmt: skip
        self.term, self.rule = term, rule_of(term, answers)
        self.looked_on, self.calendar = looked_on, calendar
        self.unit, self.number = self.rule.length.unit, self.rule.length.number
        self.pauses = [_as_known_on(looked_on, pause) for pause in pauses if self._is_held_by(pause)]
        self.outages = [one for one in outages if one.term == term.code]

    def read(self, run: _Run, earlier: tuple[TermOnDay, ...] = ()) -> TermOnDay:
        until = self.looked_on if run.ended_on is None else run.ended_on
        start = self._counted_from(run.started_on)
        pauses = tuple(pause for pause in self.pauses if pause.after < until or run.is_open)
        last = None if run.stopped_on else self._last_day(start, pauses)
        state = self._state(run, last)
        past = 0 if last is None else max(0, (until - last).days)
        used = self._used(start, run.stopped_on or until, pauses)
        outages = tuple(one for one in self.outages if one.first <= until and one.last > start)
        return TermOnDay(
            code=self.term.code,
            title=self.term.title,
            whose=self.term.whose,
            point=self.rule.point,
            mark=self.rule.mark,
            unit=self.unit,
            number=self.number,
            needs_lawyer=self.rule.needs_lawyer,
            state=state,
            started_by=run.started_by,
            started_on=run.started_on,
            last_day=last,
            late_days=past,
            used=used,
            left=None if used is None else self.number - used,
            is_provisional=self.calendar.is_provisional(start, last or max(start, until)),
            ended_by=run.ended_by,
            ended_on=run.ended_on,
            counted_anew=tuple(self._former(*one) for one in run.given_up),
            pauses=pauses,
            outages=outages,
            reckoned=None if last is None else self._reckoned(start, until, pauses, outages),
            proposes=self.term.proposes if state == "overdue" else "",
            earlier=earlier,
        )

    def _state(self, run: _Run, last: date | None) -> TermState:
        if run.is_closed:
            return "closed"
        if run.ended_on is not None:
            return "late" if last is not None and run.ended_on > last else "in_time"
        if run.stopped_on:
            return "waits"
        if last is None:
            return "paused"
        return "running" if self.looked_on <= last else "overdue"

    def _former(self, started_on: date, until: date) -> Former:
        start = self._counted_from(started_on)
        last = self._last_day(start, tuple(pause for pause in self.pauses if pause.after < until))
        return Former(started_on, until, last, 0 if last is None else max(0, (until - last).days))

    def _counted_from(self, day: date) -> date:
        """The day after which days are counted: of the event, or the eve of the next working day, where the term says
        that it begins with that.
        """
        return day if self.term.counted_from == "event" else self.calendar.working_from(day + DAY) - DAY

    def _last_day(self, start: date, pauses: tuple[Pause, ...]) -> date | None:
        return last_day(self.unit, self.number, start, pauses=pauses, calendar=self.calendar)

    def _reckoned(
        self, start: date, until: date, pauses: tuple[Pause, ...], outages: tuple[Outage, ...]
    ) -> Reckoned | None:
        if not outages:
            return None
        held = tuple(Pause(one.first - DAY, one.last) for one in outages)
        last = self._last_day(start, (*pauses, *held))
        return None if last is None else Reckoned(last, max(0, (until - last).days))

    def _used(self, start: date, until: date, pauses: tuple[Pause, ...]) -> int | None:
        if self.unit in {"months", "years"}:
            return None
        return days_used(self.unit, self.number, start, until, pauses=pauses, calendar=self.calendar)

    def _is_held_by(self, pause: Pause) -> bool:
        """By what the edition lets suspend this term, and by nothing else."""
        return pause.ground in self.term.suspends and pause.after <= self.looked_on


def _as_known_on(looked_on: date, pause: Pause) -> Pause:
    """A pause whose end is still to come goes on."""
    return Pause(pause.after, None, pause.ground) if pause.until and pause.until > looked_on else pause
