"""Files of earlier applications that the applicant may attach to a new draft again, by their own choice."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Entry
from documents.models import Document
from tenancy.errors import DomainError

from .kind import APPLICATION
from .models import Application
from .recollection import is_about_same
from .standing import Standing

SEARCHED = 200  # newest files of one applicant that are looked through
OFFERED = 20
UNFIT = (Document.Scan.INFECTED, Document.Scan.LOST)


@dataclass(frozen=True)
class EarlierFile:
    """`is_likely`: it was handed over for the same object, so it is ticked in advance."""

    entry: Entry
    is_likely: bool

    @property
    def number(self) -> str:
        return str(self.entry.pk)

    @property
    def source(self) -> str:
        """«из заявки № 1563, ул. Новая, 12»."""
        return ", ".join(filter(None, [f"из заявки {self.entry.case.name}", self.entry.case.subject]))


def earlier_files(application: Application, standing: Standing) -> list[EarlierFile]:
    """Those of the same object first, of each name the newest. One query, and one for what the draft has.

    Of other objects only what these answers ask for. What was taken back, is infected or lost is not offered.
    """
    case = application.case
    attached = case.entries.filter(kind=Entry.Kind.DOCUMENT).values_list("title", flat=True)
    has = {title.casefold() for title in attached}
    handed = (
        Entry.objects.filter(case__applicant=case.applicant_id, case__kind=APPLICATION, kind=Entry.Kind.DOCUMENT)
        .filter(
            from_company=False, from_supplier=False, placed_at__isnull=False, withdrawal=None, document__isnull=False
        )
        .exclude(case=case.pk)
        .exclude(document__scan__in=UNFIT)
        .select_related("document", "case__application")
        .order_by("-case__submitted_at", "position", "pk")[:SEARCHED]
    )
    asked = {one.code for one in standing.pack.attachments if one.is_shown(standing.facts)}
    found = [EarlierFile(entry, is_about_same(entry.case.application, application)) for entry in handed]
    found = [one for one in found if one.is_likely or one.entry.code in asked]
    by_title: dict[str, EarlierFile] = {}
    for one in sorted(found, key=lambda one: not one.is_likely):
        by_title.setdefault(one.entry.title.casefold(), one)
    return [one for title, one in by_title.items() if title not in has][:OFFERED]


def attach_again(
    application: Application, numbers: Collection[str], *, offered: Sequence[EarlierFile], by: User, now: datetime
) -> tuple[int, list[str]]:
    """Attach copies of those of the `offered` files that are named. Gives how many, and a sentence for each refusal.

    A draft has files of its own, which go with it: the earlier application keeps what was handed over with it.
    """
    attached, refusals = 0, []
    for entry in (one.entry for one in offered if one.number in numbers):
        assert entry.document is not None  # noqa: S101  (asked for in `earlier_files`)
        key = uuid.uuid5(application.case.key, f"again-{entry.pk}")
        try:
            cases.attach(
                application.case, entry.document, title=entry.title, comment=entry.html, by=by, key=key, now=now
            )
            attached += 1
        except DomainError as refusal:
            refusals.append(refusal.message)
    return attached, refusals
