"""The parts of a full run: beside each other on every core, journeys with a browser, what needs the machine alone."""

from pathlib import Path

HERE = Path(__file__).parent
PLACES = {
    # These start whole sites, kill servers or count on answers in time: beside others they would wait for each other.
    "alone": [HERE / "embedded", HERE / "faults", HERE / "server", HERE / "helm" / "test_processes.py"],
    "journey": [HERE / "journeys"],  # each worker has a site and a browser of its own
}
BESIDE = "not alone and not journey"


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
