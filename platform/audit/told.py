"""Events of the journal that are told outside, in the list of changes and by webhooks: the one catalogue of both.

A package registers its own beside their sentences, in `<package>/events.py`. What programs know by name is the event
itself, because events of the journal are never renamed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    event: str
    label: str  # for people who choose events
    group: str  # the heading under which it stands there
    for_applicant: bool


_told: dict[str, Told] = {}


def register(labels: Mapping[str, str], *, group: str, only_company: Iterable[str] = ()) -> None:
    """Tell these events outside. Those of `only_company` are not told to applicants."""
    hidden = set(only_company)
    _told.update({event: Told(event, label, group, event not in hidden) for event, label in labels.items()})


def catalogue(*, for_applicant: bool = False) -> dict[str, Told]:
    """The events that one side is told of, in the order of their labels."""
    shown = [told for told in _told.values() if told.for_applicant or not for_applicant]
    return {told.event: told for told in sorted(shown, key=lambda told: (told.label, told.event))}


def grouped(*, for_applicant: bool = False) -> dict[str, list[Told]]:
    """The same under their headings, as people choose among them. Headings and events stand in alphabetical order."""
    groups: dict[str, list[Told]] = {}
    for told in catalogue(for_applicant=for_applicant).values():
        groups.setdefault(told.group, []).append(told)
    return dict(sorted(groups.items()))


def find(event: str) -> Told | None:
    """What is registered of an event of the journal; None for one that is not told outside."""
    return _told.get(event)
