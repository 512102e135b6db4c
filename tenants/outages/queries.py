"""Outages as whoever counts terms asks for them, in any schema: the table is among the shared ones."""

import time
from dataclasses import dataclass
from datetime import datetime

from tenants.models import Outage

# A page of a case must not ask the shared tables each time: there are few outages, and mostly none.
KNOWN_SECONDS = 10.0

_known: list[tuple[float, tuple["Known", ...]]] = []


@dataclass(frozen=True)
class Known:
    """An outage, also one that was taken back or corrected: somebody may have applied it before that."""

    pk: int
    began_at: datetime
    ended_at: datetime
    what: str
    withdrawn_at: datetime | None
    withdrawal_reason: str

    def falls_between(self, first: datetime, last: datetime) -> bool:
        return self.began_at < last and self.ended_at > first


def known_outages() -> tuple[Known, ...]:
    """All of them, the earliest first, as this process read them some seconds ago."""
    if _known and time.monotonic() < _known[0][0]:
        return _known[0][1]
    rows = Outage.objects.order_by("began_at", "pk").values_list(
        "pk", "began_at", "ended_at", "what", "withdrawn_at", "withdrawal_reason"
    )
    found = tuple(Known(*row) for row in rows)
    _known[:] = [(time.monotonic() + KNOWN_SECONDS, found)]
    return found


def forget_outages() -> None:
    """Look again at the next question to this process."""
    _known.clear()
