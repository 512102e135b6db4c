"""What the feeds of some cases prove, for the public stages. One query, however many cases there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cabinet.cases.models import Case, Entry
from cabinet.cases.services.outcome import NUMBER_GIVEN
from cabinet.contracts.models import Fact
from cabinet.rules.stages import Stage
from signing.models import Signature, SignatureRequest
from tenancy.statement import among, statement

from .progress import Proofs, PublicLine, progress

_FACT = "fact"
_COLUMNS = ("id", "case", "kind", "code", "title", "from_company", "placed_at", "is_awaited", "complete_at")
_ENDED_EARLY = {Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}


def progress_of(cases: Collection[Case]) -> dict[int, list[PublicLine]]:
    """The public stages of each case, by the edition of the rules under which it was submitted."""
    proofs = proofs_of(cases)
    return {
        case.pk: progress(case.edition, proofs[case.pk], number=case.number, is_over=case.stage in _ENDED_EARLY)
        for case in cases
    }


@dataclass(frozen=True)
class Evidence:
    """From when something is shown, in which words, and by which record of the feed."""

    at: datetime
    words: str
    entry: int | None = None


def proofs_of(cases: Collection[Case]) -> dict[int, Proofs]:
    """When each thing that the feeds show was shown first."""
    return {
        number: {name: evidence.at for name, evidence in shown.items()} for number, shown in evidence_of(cases).items()
    }


def evidence_of(cases: Collection[Case]) -> dict[int, dict[str, Evidence]]:
    """Documents are shown under their code: `sent:` from placing, `document:` once all who were asked have signed.

    What was recorded of the contract and after it is shown as `fact:`, at the moment that counts for the clock.

    An entry that is withdrawn or waits for the company's signature proves nothing, and neither does a document under a
    name of the company's that the applicant has added.
    """
    found: dict[int, dict[str, Evidence]] = {case.pk: _own(case) for case in cases}
    by_pk = {case.pk: case for case in cases}
    for entry in _entries(cases=list(by_pk)):
        shown, case = found[entry["case"]], by_pk[entry["case"]]
        code, at, title = entry["code"], entry["placed_at"], entry["title"]
        if entry["kind"] == _FACT:
            _show(shown, f"fact:{code}", Evidence(at, title))
            continue
        if entry["kind"] == Entry.Kind.STATUS:
            evidence = Evidence(at, f"Статус «{title}»", entry["id"])
            if code:
                _show(shown, f"status:{code}", evidence)
            if case.number and title.endswith(f"{NUMBER_GIVEN}{case.number}"):
                shown["registered"] = evidence  # entries come oldest first, so this is the last time that it was given
            continue
        if not entry["from_company"] and case.edition.company_document(code):
            continue
        _show(shown, f"sent:{code}", Evidence(at, f"Размещён документ «{title}»", entry["id"]))
        if not entry["is_awaited"]:
            complete_at = entry["complete_at"]
            words = "Подписан документ" if complete_at != at else "Размещён документ"
            _show(shown, f"document:{code}", Evidence(complete_at, f"{words} «{title}»", entry["id"]))
    for shown in found.values():
        if "fact:terminated" in shown:  # the stage is that of a withdrawal, but both sides have ended the contract
            shown.pop(f"stage:{Stage.WITHDRAWN}", None)
    return found


def _own(case: Case) -> dict[str, Evidence]:
    """What the case says of itself. A number that came with the submission has no line in the feed."""
    shown = {
        f"stage:{stage}": Evidence(datetime.fromisoformat(at), f"Этап «{Stage(stage).label}»")
        for stage, at in case.reached.items()
    }
    if case.submitted_at is not None:
        shown["submitted"] = Evidence(case.submitted_at, "Подача заявки")
        if case.number:
            shown["registered"] = Evidence(case.submitted_at, "Номер присвоен при подаче")
    return shown


@statement
def _entries(*, cases: Any) -> QuerySet[Entry, Any]:
    """Rows of values."""
    asked = SignatureRequest.objects.filter(document=OuterRef("document"))
    given = Signature.objects.filter(request__document=OuterRef("document"), status=Signature.Status.VALID).order_by()
    signed = given.values("request__document").annotate(last=Max("signed_at")).values("last")
    telling = Q(kind__in=[Entry.Kind.DOCUMENT, Entry.Kind.STATUS]) & ~Q(code="")
    numbering = Q(kind=Entry.Kind.STATUS, title__contains=NUMBER_GIVEN)
    entries = Entry.objects.filter(
        telling | numbering, case__in=among(cases), placed_at__isnull=False, withdrawal__isnull=True
    )
    shown = entries.order_by().annotate(
        is_awaited=Exists(asked.exclude(state=SignatureRequest.State.SIGNED)),
        complete_at=Coalesce(Subquery(signed), F("placed_at")),
    )
    return shown.values(*_COLUMNS).union(_facts(cases), all=True).order_by("placed_at", "id")


def _facts(cases: Any) -> Any:
    """The recorded facts of the contract, in the columns of entries: one query reads both."""
    facts = Fact.objects.filter(case__in=among(cases)).order_by()
    return facts.annotate(
        kind=Value(_FACT, output_field=CharField()),
        placed_at=F("happened_at"),
        is_awaited=Value(False),
        complete_at=F("happened_at"),
    ).values(*_COLUMNS)


def _show(shown: dict[str, Evidence], name: str, evidence: Evidence) -> None:
    if name not in shown or evidence.at < shown[name].at:
        shown[name] = evidence
