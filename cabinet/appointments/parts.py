"""Putting a changed part into the timetable, or taking one out. Knows no Django."""

from typing import Any

from .timetable import Office, Service, Special, Timetable, Window

Anything = Office | Service | Special | Window
COLLECTIONS = {"office": "offices", "service": "services", "special": "specials"}


def find(table: Timetable, kind: str, number: int) -> Anything | None:
    found: list[Anything] = list(_all(table, kind))
    return next((one for one in found if one.number == number), None)


def office_of(table: Timetable, window: int) -> Office | None:
    return next((office for office in table.offices if any(one.number == window for one in office.windows)), None)


def put(table: Timetable, kind: str, part: Anything, *, office: int = 0) -> Timetable:
    """A part with a known number takes the place of the old one, any other is the last. A window needs its office."""
    last = max(table.last_number, part.number)
    if kind == "window":
        offices = [
            one.model_copy(update={"windows": _placed(one.windows, part)}) if one.number == office else one
            for one in table.offices
        ]
        return table.model_copy(update={"offices": tuple(offices), "last_number": last})
    name = COLLECTIONS[kind]
    return table.model_copy(update={name: _placed(getattr(table, name), part), "last_number": last})


def without(table: Timetable, kind: str, number: int) -> Timetable:
    """With all that is nothing without it: a window does no longer what is no service, an office takes its windows."""
    if kind == "window":
        offices = [_with(one, [window for window in one.windows if window.number != number]) for one in table.offices]
        specials = [one for one in table.specials if one.window != number]
        return table.model_copy(update={"offices": tuple(offices), "specials": tuple(specials)})
    changed: dict[str, Any] = {
        COLLECTIONS[kind]: tuple(one for one in getattr(table, COLLECTIONS[kind]) if one.number != number)
    }
    if kind == "office":
        changed["specials"] = tuple(one for one in table.specials if one.office != number)
    if kind == "service":
        changed["offices"] = tuple(
            _with(office, [_without_service(window, number) for window in office.windows]) for office in table.offices
        )
    return table.model_copy(update=changed)


def _all(table: Timetable, kind: str) -> Any:
    if kind == "window":
        return [window for office in table.offices for window in office.windows]
    return getattr(table, COLLECTIONS[kind])


def _placed(parts: Any, part: Anything) -> tuple[Any, ...]:
    if any(one.number == part.number for one in parts):
        return tuple(part if one.number == part.number else one for one in parts)
    return (*parts, part)


def _with(office: Office, windows: list[Window]) -> Office:
    return office.model_copy(update={"windows": tuple(windows)})


def _without_service(window: Window, number: int) -> Window:
    return window.model_copy(update={"services": tuple(one for one in window.services if one != number)})
