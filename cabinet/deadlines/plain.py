"""The clock for whoever comes from outside: plain data in, plain data out, as JSON and CSV hold them. See
docs/terms.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cabinet.rules.conditions import Fact
from cabinet.rules.pack import Pack

from .calendar import Calendar
from .counting import Pause, Unit, count, local_day
from .course import Happening, Outage, follow

UNITS: dict[str, Unit] = {"wd": "working_days", "cd": "calendar_days", "mo": "months", "yr": "years"}
KNOWN_FACTS = {"kind", "legal_form", "total_power", "by_representative"}


def counted(term: Mapping[str, Any], *, calendar: Calendar | None = None) -> dict[str, Any]:
    """One term: from `unit` (`wd`, `cd`, `mo`, `yr`), `number`, `started_at` (a moment with its offset), `zone`,
    `pauses` and `looked_on` to `start_day`, `last_day`, `used`, `left` and `provisional`. Pauses are
    «2026-03-18..2026-03-26» with semicolons between them, or a list of pairs; a pause that goes on has no second day.
    """
    result = count(
        UNITS.get(term["unit"], term["unit"]),
        int(term["number"]),
        local_day(moment_of(term["started_at"]), term["zone"]),
        looked_on=_day(term["looked_on"]),
        pauses=list(_pauses(term.get("pauses"))),
        calendar=calendar,
    )
    return {
        "start_day": result.start_day.isoformat(),
        "last_day": _written(result.last_day),
        "used": result.used,
        "left": result.left,
        "provisional": result.is_provisional,
    }


def followed(course: Mapping[str, Any], pack: Pack, *, calendar: Calendar | None = None) -> dict[str, Any]:
    """An application: from `zone`, `events` (each `event` and `at`), `looked_on` and the answers to `stage`, `move`,
    `terms`, `ledger`, `days` and `aside`.

    An answer is any key that names a question of the edition, or `kind`, `legal_form`, `total_power`. The procedure is
    `procedure` where it is given, otherwise that of the category of the answers, otherwise the first of the edition.
    `pauses` are lists of a ground, a day and a day; `outages` of the code of a term, the first day and the last one.
    """
    answers = _answers(course, pack)
    found = follow(
        pack,
        [Happening(one["event"], moment_of(one["at"])) for one in course["events"]],
        procedure=course.get("procedure") or _procedure(pack, answers),
        answers=answers,
        zone=course["zone"],
        looked_on=_day(course["looked_on"]),
        pauses=[Pause(_day(after), _day(until) if until else None, ground) for ground, after, until in
                course.get("pauses", ())],
        outages=[Outage(term, _day(first), _day(last)) for term, first, last in course.get("outages", ())],
        calendar=calendar,
    )  # fmt: skip
    return {
        "stage": found.state.code,
        "move": found.move,
        "terms": [{"term": term.code, **_plain(term)} for term in found.terms],
        "ledger": found.ledger,
        "days": [_plain(span) for span in found.spans],
        "aside": [_plain(aside._asdict()) for aside in found.aside],
    }


def moment_of(raw: str | datetime) -> datetime:
    """A moment as JSON holds it: «2026-03-16T12:00:00+03:00», «2026-03-16T09:00:00Z»."""
    return raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)


def _answers(course: Mapping[str, Any], pack: Pack) -> dict[str, Fact]:
    known = KNOWN_FACTS | {question.code for question in pack.questions}
    return {code: _fact(answer) for code, answer in course.items() if code in known}


def _fact(answer: Any) -> Fact:
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    return Decimal(str(answer)) if is_number else answer


def _procedure(pack: Pack, answers: Mapping[str, Fact]) -> str:
    category = pack.category_of(answers)
    return category.procedure if category else pack.procedures[0].code


def _pauses(raw: str | Iterable[Any] | None) -> Iterable[Pause]:
    listed = raw.split(";") if isinstance(raw, str) else raw or ()
    for one in listed:
        if not one:
            continue
        after, until = (one.split("..") if isinstance(one, str) else one)[:2]
        yield Pause(_day(after), _day(until) if until else None)


def _day(raw: str | date) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Any) -> Any:
    """Records as objects, days as text."""
    if hasattr(value, "__dataclass_fields__"):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one._asdict() if hasattr(one, "_asdict") else one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
