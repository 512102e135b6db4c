"""What has occurred to cases, for the clock of the law. Each package tells what it knows; nobody types it in.

A package that keeps facts of its own (payments, contracts, decisions) registers a source in its `apps.py`. What it
tells goes before what is only read off the feed: an event that a source tells of a case is not read there as well.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Case


@dataclass(frozen=True)
class Occurrence:
    """An event of the rule pack that has taken place, and by what that is proved.

    `proof` says it in words without a name of a person: «Размещён документ «Счёт»», «Платёжное поручение № 17».
    `entry` is the number of the record of the feed that shows it, where there is one.
    """

    event: str
    at: datetime
    proof: str
    entry: int | None = None


Told = Iterable[tuple[int, Occurrence]]  # each with the number of its case
# Takes the cases that go the way of the law, many at once, and costs the same number of queries however many they are.
Source = Callable[[Collection["Case"]], Told]

_sources: list[Source] = []
_feed: list[Source] = []
_told_alone: set[str] = set()


def register(source: Source, *, alone: Collection[str] = (), is_read_off: bool = False) -> None:
    """Add a source. One that reads events off the feed says so: it is heard only where no other tells of an event.

    Of the events that a source tells `alone` nothing is ever read off, also where it tells none.
    """
    (_feed if is_read_off else _sources).append(source)
    _told_alone.update(alone)


def occurrences_of(cases: Collection["Case"]) -> dict[int, list[Occurrence]]:
    """All that has occurred to each case, in the order of time."""
    found: dict[int, list[Occurrence]] = {case.pk: [] for case in cases}
    for source in _sources:
        for number, occurrence in source(cases):
            found[number].append(occurrence)
    known = {number: _told_alone | {one.event for one in told} for number, told in found.items()}
    for source in _feed:
        for number, occurrence in source(cases):
            if occurrence.event not in known[number]:
                found[number].append(occurrence)
    return {number: sorted(told, key=lambda one: one.at) for number, told in found.items()}
