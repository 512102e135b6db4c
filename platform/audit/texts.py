"""One Russian sentence for each event. A package registers its own in `<package>/events.py`."""

from typing import Any

_texts: dict[str, str] = {}


def register(texts: dict[str, str]) -> None:
    """Give events their sentences; `{name}` is filled from the details of a record."""
    _texts.update(texts)


def known_events() -> frozenset[str]:
    return frozenset(_texts)


def sentence(event: str, details: dict[str, Any]) -> str:
    """An old record may lack a detail that today's sentence names; an event no longer known is shown by its key."""
    return _texts.get(event, event).format_map(_Details(details))


class _Details(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
