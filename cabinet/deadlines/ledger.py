"""«Чей это день»: each day from the receipt of an application to the day that is looked on, with its side and the
reason.

The day of an event belongs to the side that held the move before it, the day of receipt to nobody: it is counted in
no term. Days after the end of an application are nobody's, and so are days on which a court or another act holds up
the term of whoever has the move. Where two sides are bound at once, the day is the company's while the move is the
company's, and the other side is named beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cabinet.rules.pack import Side

from .calendar import DAY
from .history import History, Turned
from .terms import TermOnDay

Holder = Side | Literal["nobody"]


@dataclass(frozen=True)
class Span:
    """Days in a row, from the first to the last one, of one side for one reason."""

    first: date
    last: date
    side: Holder
    reason: str
    shared: Side | None = None  # who was bound as well
    overdue: tuple[str, ...] = ()  # the terms of that side that were over on these days

    @property
    def whose(self) -> tuple[object, ...]:
        """All but the days."""
        return self.side, self.reason, self.shared, self.overdue

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def read_ledger(history: History, terms: Sequence[TermOnDay], *, looked_on: date) -> list[Span]:
    """In the order of the days, without gaps. Empty before the receipt."""
    received_on = history.received_on
    if received_on is None:
        return []
    runs = [run for term in terms for run in (*term.earlier, term)]
    spans = [
        Span(received_on, received_on, "nobody", "День поступления заявки ни в один срок не входит (ГК РФ, ст. 191)")
    ]
    changes = _changes(runs)
    for turned, last in _stretches(history, looked_on):
        first = turned.fact.day + DAY
        begins = [first, *(day for day in changes if first < day <= last)]
        for begin, following in zip(begins, [*begins[1:], last + DAY], strict=True):
            _add(spans, _span(begin, following - DAY, turned, runs))
    return spans


def _add(spans: list[Span], span: Span) -> None:
    """As a part of the last one, where only the days differ."""
    if span.whose == spans[-1].whose:
        span = replace(span, first=spans.pop().first)
    spans.append(span)


def _stretches(history: History, looked_on: date) -> Iterator[tuple[Turned, date]]:
    """What led to the state that held through each stretch of days, and the last of these days."""
    for turned, following in zip(history.turned, [*history.turned[1:], None], strict=True):
        last = following.fact.day if following else looked_on
        if turned.fact.day < last:
            yield turned, last


def _changes(runs: Sequence[TermOnDay]) -> list[date]:
    """The days on which something about a term is otherwise than the day before."""
    days = set()
    for run in runs:
        days.add(run.started_on + DAY)
        days |= {day + DAY for day in (run.last_day, run.ended_on) if day is not None}
        for pause in run.pauses:
            days.add(pause.after + DAY)
            if pause.until:
                days.add(pause.until + DAY)
    return sorted(days)


def _span(first: date, last: date, turned: Turned, runs: Sequence[TermOnDay]) -> Span:
    state, fact = turned.state, turned.fact
    reason = f"{state.title}: {fact.title[0].lower()}{fact.title[1:]} {fact.day:%d.%m.%Y}"
    if state.closed:
        return Span(first, last, "nobody", reason)
    own = [run for run in runs if run.whose == state.move and run.is_open_on(first)]
    held = [(run, pause) for run in own for pause in run.pauses if pause.holds(first)]
    if held and len({run.code for run, _ in held}) == len(own):
        run, pause = held[0]
        return Span(first, last, "nobody", f"Срок «{run.title}» приостановлен: {pause.ground}")
    late_supplier = [run for run in runs if run.whose == "supplier" and run.is_overdue_on(first)]
    if late_supplier and state.move not in {"company", "supplier"}:
        reason = f"Срок «{late_supplier[0].title}» истёк {late_supplier[0].last_day:%d.%m.%Y}"
        shared: Side | None = None if state.move == "nobody" else state.move
        return Span(first, last, "supplier", reason, shared, tuple(run.code for run in late_supplier))
    overdue = tuple(run.code for run in own if run.is_overdue_on(first))
    return Span(first, last, state.move, reason, "supplier" if late_supplier else state.shared, overdue)
