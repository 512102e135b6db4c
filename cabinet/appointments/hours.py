"""Hours as people write them: «09:00–13:00, 14:00–18:00»."""

import re
from collections.abc import Iterable
from datetime import time

from .timetable import Span

WRITTEN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})")
EXAMPLE = "09:00–13:00, 14:00–18:00"


class HoursUnclear(ValueError):
    """A sentence that repeats what was typed."""


def read(typed: str) -> tuple[Span, ...]:
    """Raises HoursUnclear. Nothing typed is no hours."""
    return tuple(_span(part.strip()) for part in re.split(r"[,;\n]", typed) if part.strip())


def written(spans: Iterable[Span]) -> str:
    return ", ".join(map(str, spans))


def _span(text: str) -> Span:
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise HoursUnclear(f"Не понятно «{text[:40]}». Напишите время так: {EXAMPLE}")
    hour, minute, last_hour, last_minute = map(int, found.groups())
    try:
        return Span(opens=time(hour, minute), closes=time(last_hour, last_minute))
    except ValueError as error:
        raise HoursUnclear(f"«{text[:40]}»: такого времени нет. Часы — до 23, минуты — до 59") from error
