"""The clock for whoever comes from outside: plain data in, plain data out, as JSON and CSV hold them. See
docs/terms.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from .calendar import Calendar
from .counting import Pause, Unit, count, local_day

UNITS: dict[str, Unit] = {"wd": "working_days", "cd": "calendar_days", "mo": "months", "yr": "years"}


def counted(term: Mapping[str, Any], *, calendar: Calendar | None = None) -> dict[str, Any]:
    """One term: from `unit` (`wd`, `cd`, `mo`, `yr`), `number`, `started_at` (a moment with its offset), `zone`,
    `pauses` and `looked_on` to `start_day`, `last_day`, `used`, `left` and `provisional`. Pauses are
    «2026-03-18..2026-03-26» with semicolons between them, or a list of pairs; a pause that goes on has no second day.
    """
    unit = UNITS.get(term["unit"], term["unit"])
    result = count(
        unit,
        int(term["number"]),
        local_day(_moment(term["started_at"]), term["zone"]),
        looked_on=_day(term["looked_on"]),
        pauses=list(_pauses(term.get("pauses"))),
        calendar=calendar,
    )
    return {
        "start_day": result.start_day.isoformat(),
        "last_day": result.last_day and result.last_day.isoformat(),
        "used": result.used,
        "left": result.left,
        "provisional": result.is_provisional,
    }


def _pauses(raw: str | Iterable[Any] | None) -> Iterable[Pause]:
    listed = raw.split(";") if isinstance(raw, str) else raw or ()
    for one in listed:
        if not one:
            continue
        after, until = (one.split("..") if isinstance(one, str) else one)[:2]
        yield Pause(_day(after), _day(until) if until else None)


def _moment(raw: str | datetime) -> datetime:
    return raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)


def _day(raw: str | date) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)
