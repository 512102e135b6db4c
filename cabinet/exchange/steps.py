"""Rows of a table of any length, a few hundred at a time."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

STEP = 500
M = TypeVar("M", bound=Model)


def by_steps(found: "QuerySet[M]", step: int = STEP) -> Iterator[list[M]]:
    """By the primary key: where a step ends the next begins, so nothing is counted off, doubled or skipped."""
    last: Any = None
    ordered = found.order_by("pk")
    while True:
        rows = list((ordered if last is None else ordered.filter(pk__gt=last))[:step])
        if rows:
            yield rows
        if len(rows) < step:
            return
        last = rows[-1].pk
