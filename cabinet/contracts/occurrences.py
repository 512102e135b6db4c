"""What the recorded facts of contracts tell the clock: each that is an event of the edition, as often as it came."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from cabinet.cases.models import Case
from cabinet.cases.occurrences import Occurrence, Told
from tenancy.statement import among, statement

from .models import Fact


def recorded_facts(cases: Collection[Case]) -> Told:
    """One query, however many cases there are."""
    editions = {case.pk: case.edition for case in cases}
    for number, code, at, title, documents in _facts(cases=list(editions)):
        if editions[number].event(code) is not None:
            yield number, Occurrence(code, at, title, documents[0] if documents else None)


@statement
def _facts(*, cases: Any) -> QuerySet[Fact, Any]:
    facts = Fact.objects.filter(case__in=among(cases)).order_by("happened_at", "pk")
    return facts.values_list("case", "code", "happened_at", "title", "documents")
