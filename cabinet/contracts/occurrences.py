"""What the recorded facts of contracts tell the clock: each that is an event of the edition, as often as it came."""

from collections.abc import Collection

from cabinet.cases.models import Case
from cabinet.cases.occurrences import Occurrence, Told

from .models import Fact


def recorded_facts(cases: Collection[Case]) -> Told:
    """One query, however many cases there are."""
    editions = {case.pk: case.edition for case in cases}
    facts = Fact.objects.filter(case__in=list(editions)).order_by("happened_at", "pk")
    for number, code, at, title, documents in facts.values_list("case", "code", "happened_at", "title", "documents"):
        if editions[number].event(code) is not None:
            yield number, Occurrence(code, at, title, documents[0] if documents else None)
