"""One Russian sentence for each event. A package registers its own in `<package>/events.py`.

A record keeps codes, because words may change later; the sentence puts them into words.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from ui import words

Said = Callable[[Any], str]

_texts: dict[str, str] = {}
_said: dict[str, Mapping[str, Said]] = {}


def register(texts: dict[str, str], *, said: Mapping[str, Said] | None = None) -> None:
    """Give events their sentences; `{name}` is filled from the details of a record, in the words of `said[name]`."""
    _texts.update(texts)
    _said.update(dict.fromkeys(texts, said or {}))


def known_events() -> frozenset[str]:
    return frozenset(_texts)


def sentence(event: str, details: dict[str, Any]) -> str:
    """An old record may lack a detail that today's sentence names; an event no longer known is shown by its key."""
    said = _said.get(event, {})
    told = {name: said[name](value) if name in said else value for name, value in details.items()}
    return _texts.get(event, event).format_map(_Details(told))


def labels(choices: Iterable[tuple[str, Any]]) -> Said:
    """Says a code by its label; a code that is no longer known stands as it is."""
    known = dict(choices)
    return lambda code: str(known.get(code, code))


def day(value: Any) -> str:
    """Says a day, kept as «2026-03-13», as people write it."""
    try:
        return words.in_digits(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


class _Details(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
