"""The part of a page on which somebody chooses service, office, day and time."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tenants.zones import ZONES

from .. import queries
from ..forms import ChoiceForm
from ..timetable import Timetable


def choice_of(data: Any, table: Timetable, *, now: datetime, service: int = 0) -> dict[str, Any]:
    """What the page shows. What is not chosen or makes no sense is the first of each; `service` is chosen already."""
    first = ChoiceForm(table=table)
    fields: Any = first.fields
    chosen = {name: str(data.get(name, "")) for name in ("service", "office")}
    if service:
        chosen["service"] = str(service)
    for name in chosen:
        known = [str(number) for number, _label in fields[name].choices]
        if chosen[name] not in known:
            chosen[name] = known[0] if known else "0"
    office, what = table.office(int(chosen["office"])), table.service(int(chosen["service"]))
    if office is None or what is None:
        return {"form": first, "is_open": False}
    company_zone = queries.company_zone()
    zone = ZoneInfo(office.zone or company_zone)
    free = queries.free_days(table, office, what, now=now)
    day = _day(data.get("day", ""), list(free))
    return {
        "form": ChoiceForm(chosen, table=table),
        "is_open": True,
        "office": office,
        "service": what,
        "days": list(free),
        "day": day,
        "times": queries.starts(free[day], zone) if day else [],
        "zone": ZONES.get(office.zone, "") if office.zone and office.zone != company_zone else "",
        "until": queries.last_day(table, office, now=now),
    }


def _day(typed: str, free: list[date]) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    return day if day in free else (free[0] if free else None)
