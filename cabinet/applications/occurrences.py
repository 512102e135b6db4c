"""What the feed and the journal of applications tell the clock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from audit.models import Record
from cabinet.cases.models import Case, InformationRequest
from cabinet.cases.occurrences import Occurrence, Told
from cabinet.rules.pack import Event
from tenancy.statement import among, statement

from .progress import happened
from .proofs import Evidence, evidence_of

ASKED, SUPPLIED = "missing_requested", "missing_received"
CLOSED = "closed"  # no event of a rule pack
# Of the journal: it keeps each round of a request, also when a later round has taken its place in the row.
_ROUND = {
    "case.information_asked": ASKED,
    "case.information_checked": ASKED,
    "case.information_supplied": SUPPLIED,
    "case.information_closed": CLOSED,
}
_PROOF = {ASKED: "Запрос недостающего в карточке", SUPPLIED: "Ответ на запрос в карточке"}


def read_off_feed(cases: Collection[Case]) -> Told:
    """Each event of the rule pack that has evidence in the feed, when it came about first."""
    evidence = evidence_of(cases)
    for case in cases:
        shown = evidence[case.pk]
        moments = {name: one.at for name, one in shown.items() if not name.startswith("fact:")}  # told by contracts
        for event in case.edition.events_shown_by(moments):
            at = happened(event, moments)
            if at is not None:
                proof = _proof(event, shown, at)
                yield case.pk, Occurrence(event.code, at, proof.words, proof.entry)


def requests_for_information(cases: Collection[Case]) -> Told:
    """Each request for what is missing and each answer, as often as they came.

    A request that the company has closed without an answer is as if it had not been made: it did without, so nothing
    had been missing, and its own term is not stopped by it.
    """
    for number, rounds in _rounds(cases).items():
        standing: list[Occurrence] = []
        for at, what in sorted(rounds):
            is_waiting = bool(standing) and standing[-1].event == ASKED
            if what == ASKED or (what == SUPPLIED and is_waiting):
                standing.append(Occurrence(what, at, _PROOF[what]))
            elif what == CLOSED and is_waiting:
                standing.pop()
        yield from ((number, occurrence) for occurrence in standing)


def _rounds(cases: Collection[Case]) -> dict[int, set[tuple[datetime, str]]]:
    """What the journal says of each case; and the rows, because answers were not always written into the journal."""
    rounds: dict[int, set[tuple[datetime, str]]] = {case.pk: set() for case in cases}
    for number, event, at, details in _records(cases=list(rounds)):
        if event != "case.information_checked" or details.get("again"):
            rounds[number].add((at, _ROUND[event]))
    for number, asked_at, supplied_at in _answered(cases=list(rounds)):
        rounds[number] |= {(asked_at, ASKED), (supplied_at, SUPPLIED)}
    return rounds


@statement
def _records(*, cases: Any) -> QuerySet[Record, Any]:
    about = Record.objects.filter(subject_kind=Case._meta.label_lower, subject_id__in=among(cases))
    return about.filter(event__in=list(_ROUND)).values_list("subject_id", "event", "at", "details")


@statement
def _answered(*, cases: Any) -> QuerySet[InformationRequest, Any]:
    answered = InformationRequest.objects.filter(case__in=among(cases), supplied_at__isnull=False)
    return answered.values_list("case", "asked_at", "supplied_at")


def _proof(event: Event, shown: dict[str, Evidence], at: datetime) -> Evidence:
    """What has made it true: of several documents that are needed together the last one."""
    return next(shown[name] for name in event.evidence if name in shown and shown[name].at == at)
