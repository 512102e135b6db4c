"""The course of applications, told from what has occurred. It is never stored: the same facts give the same answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils import timezone

from cabinet.applications.standing import Standing, standing_of
from cabinet.cases.models import Case
from cabinet.cases.occurrences import Occurrence, occurrences_of
from cabinet.deadlines.counting import local_day
from cabinet.deadlines.course import Course, Happening, Outage, follow
from cabinet.rules.pack import Category


@dataclass(frozen=True)
class Told:
    """The course of one application with what proves it."""

    case: Case
    standing: Standing
    category: Category
    occurrences: list[Occurrence]
    course: Course

    def proof_of(self, title: str, day: date) -> Occurrence | None:
        """What has occurred on this day in the company's zone that the clock calls by this title."""
        zone, titles = zone_name(), {event.code: event.title for event in self.case.edition.events}
        return next(
            (one for one in self.occurrences if titles[one.event] == title and local_day(one.at, zone) == day), None
        )


def zone_name() -> str:
    """The zone of the company, in which its days begin and end."""
    return timezone.get_current_timezone_name()


def told_of(
    cases: Collection[Case], *, looked_on: date, outages: Mapping[int, Sequence[Outage]] = MappingProxyType({})
) -> dict[int, Told]:
    """Of each case with an application whose answers give it a category. The same queries however many there are.

    Outages move no day, so only whoever shows a case asks what staff have applied (`outages.grounds_of`).
    """
    found = {}
    occurrences = occurrences_of(cases)
    zone = zone_name()
    for case in cases:
        edition = case.edition
        standing = standing_of(case.application, pack=edition)
        category = edition.category(case.application.category) or standing.category
        if category is None:
            continue
        told = [one for one in occurrences[case.pk] if one.event in edition.places_of_events]
        course = follow(
            edition,
            [Happening(one.event, one.at) for one in told],
            procedure=category.procedure,
            answers=standing.facts,
            zone=zone,
            looked_on=looked_on,
            outages=outages.get(case.pk, ()),
        )
        found[case.pk] = Told(case, standing, category, told, course)
    return found
