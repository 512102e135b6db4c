"""The parts of a full run: beside each other on every core, journeys with a browser, what needs the machine alone."""

from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PLACES = {
    # These start whole sites, kill servers or count on answers in time: beside others they would wait for each other.
    "alone": [
        HERE / "clients" / "test_commands.py",
        HERE / "embedded",
        HERE / "faults",
        HERE / "server",
        HERE / "helm" / "test_processes.py",
    ],
    "journey": [HERE / "journeys"],  # each worker has a site and a browser of its own
}
BESIDE = "not alone and not journey"
# Files with few tests that last long, in ordinary tests: what such a file lasts divided by what an ordinary test lasts.
LONG = {HERE / "ui" / "test_layout.py": 200}


def part_of(path: Path) -> str | None:
    """The mark of the part to which a file belongs; those that run beside others have none."""
    return next((part for part, places in PLACES.items() if any(map(path.is_relative_to, places))), None)


def has_no_test_of(path: Path, expression: str) -> bool:
    """Whether this file or folder may be left unread when tests are chosen by `-m expression`.

    Reading all of them takes as long as a hundred tests, in each process. Of other expressions nothing is known.
    """
    if expression == BESIDE:
        return part_of(path) is not None
    if expression in PLACES:
        return not any(path.is_relative_to(place) or place.is_relative_to(path) for place in PLACES[expression])
    return False


def put_longest_files_first(items: list[pytest.Item]) -> None:
    """Workers take whole files in this order: with a long one at the end, all but one of them would wait for it."""
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: -max(counts[item.path], LONG.get(item.path, 0)))
