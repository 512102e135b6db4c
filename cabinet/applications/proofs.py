"""What the feeds of some cases prove, for the public stages. One query, however many cases there are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cabinet.cases.models import Case, Entry
from cabinet.cases.services.outcome import NUMBER_GIVEN
from cabinet.rules.stages import Stage
from signing.models import Signature, SignatureRequest

from .progress import Proofs, PublicLine, progress

_ENDED_EARLY = {Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}


def progress_of(cases: Collection[Case]) -> dict[int, list[PublicLine]]:
    """The public stages of each case, by the edition of the rules under which it was submitted."""
    proofs = proofs_of(cases)
    return {
        case.pk: progress(case.edition, proofs[case.pk], number=case.number, is_over=case.stage in _ENDED_EARLY)
        for case in cases
    }


def proofs_of(cases: Collection[Case]) -> dict[int, Proofs]:
    """Documents are shown under their code: `sent:` from placing, `document:` once all who were asked have signed.

    An entry that is withdrawn or waits for the company's signature proves nothing, and neither does a document under a
    name of the company's that the applicant has added.
    """
    found: dict[int, dict[str, datetime]] = {case.pk: _own(case) for case in cases}
    by_pk = {case.pk: case for case in cases}
    for entry in _entries(cases):
        proofs, case = found[entry["case"]], by_pk[entry["case"]]
        code, at = entry["code"], entry["placed_at"]
        if entry["kind"] == Entry.Kind.STATUS:
            if code:
                _show(proofs, f"status:{code}", at)
            if case.number and entry["title"].endswith(f"{NUMBER_GIVEN}{case.number}"):
                proofs["registered"] = at  # entries come oldest first, so this is the last time that it was given
            continue
        if not entry["from_company"] and case.edition.company_document(code):
            continue
        _show(proofs, f"sent:{code}", at)
        if not entry["is_awaited"]:
            _show(proofs, f"document:{code}", entry["complete_at"])
    return dict(found)


def _own(case: Case) -> dict[str, datetime]:
    """What the case says of itself. A number that came with the submission has no line in the feed."""
    proofs = {f"stage:{stage}": datetime.fromisoformat(at) for stage, at in case.reached.items()}
    if case.submitted_at is not None:
        proofs["submitted"] = case.submitted_at
        if case.number:
            proofs["registered"] = case.submitted_at
    return proofs


def _entries(cases: Collection[Case]) -> list[Any]:
    """Rows of values."""
    asked = SignatureRequest.objects.filter(document=OuterRef("document"))
    given = Signature.objects.filter(request__document=OuterRef("document"), status=Signature.Status.VALID).order_by()
    signed = given.values("request__document").annotate(last=Max("signed_at")).values("last")
    telling = Q(kind__in=[Entry.Kind.DOCUMENT, Entry.Kind.STATUS]) & ~Q(code="")
    numbering = Q(kind=Entry.Kind.STATUS, title__contains=NUMBER_GIVEN)
    entries = Entry.objects.filter(
        telling | numbering, case__in=[case.pk for case in cases], placed_at__isnull=False, withdrawal__isnull=True
    )
    return list(
        entries.annotate(
            is_awaited=Exists(asked.exclude(state=SignatureRequest.State.SIGNED)),
            complete_at=Coalesce(Subquery(signed), F("placed_at")),
        )
        .order_by("placed_at", "pk")
        .values("case", "kind", "code", "title", "from_company", "placed_at", "is_awaited", "complete_at")
    )


def _show(proofs: dict[str, datetime], name: str, at: datetime) -> None:
    proofs[name] = min(at, proofs.get(name, at))
