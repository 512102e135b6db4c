"""Files of the company that become a fact once they are signed, and files that are placed as they are."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.core.files.uploadedfile import UploadedFile

import documents.services
import signing.services
from accounts.models import User
from audit import record
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.cases.services.placement import place_entry, take
from cabinet.catalogue.queries import names_for_company
from documents.models import Document, Upload
from signing.models import SignatureRequest
from signing.stages import UNSIGNED

from ..codes import Code
from ..models import Fact
from .chronicle import note

Source: TypeAlias = UploadedFile | Upload
Side = SignatureRequest.Side
COMPANY, BOTH = (Side.COMPANY,), (Side.COMPANY, Side.APPLICANT)


@dataclass(frozen=True)
class Paper:
    """A file whose bytes are in S3 and that nobody has filed yet."""

    document: Document
    title: str
    code: str = ""
    sides: tuple[SignatureRequest.Side, ...] = ()


def taken(sources: Sequence[Source | Document], *, by: User, now: datetime) -> list[Document]:
    """Check the files before the case is locked; of a stored document a copy is made. What nobody files is swept.

    Raises FileRefused, StorageUnavailable.
    """
    return [documents.services.take(source, by=by, now=now) for source in sources]


def title_of(case: Case, code: str) -> str:
    """As the company calls the document of this code."""
    own = next((name.title for name in names_for_company() if name.code == code), "")
    named = case.rules.company_document(code)
    return own or (named.title if named else code)


def send(
    case: Case,
    papers: Sequence[Paper],
    *,
    becomes: str,
    title: str,
    due_on: date | None = None,
    about: Fact | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """Send documents of a locked case to be signed; signed by all, they become the fact `becomes`.

    What was sent for the same fact before and is not signed yet is recalled: the new documents stand in its place.
    """
    entries = []
    for number, paper in enumerate(papers):
        documents.services.keep(paper.document)
        entry = cases.file_unsigned(
            case,
            paper.document,
            title=paper.title,
            code=paper.code,
            comment="",
            by=by,
            key=uuid.uuid5(key, f"paper-{number}"),
            now=now,
        )
        entries.append(entry)
    take(case, by=by, now=now)
    case.changed_at = now
    case.save()
    fact = note(
        case,
        Code.SENT,
        title=title,
        about=about,
        text=text,
        documents=[entry.pk for entry in entries],
        details={"becomes": becomes, **(details or {})},
        by=by,
        key=key,
        now=now,
    )
    for entry, paper in zip(entries, papers, strict=True):
        signing.services.request_signatures(
            paper.document, title=entry.title, sides=paper.sides, applicant=case.applicant,
            due_on=due_on if Side.APPLICANT in paper.sides else None, by=by, now=now,
        )  # fmt: skip
    return fact


def recall_unsigned(case: Case, sent: Sequence[Fact], *, by: User, now: datetime) -> None:
    """New documents stand in their place. The requests are locked already, before the case, as signing does."""
    entries = [pk for fact in sent for pk in fact.documents]
    found = Document.objects.filter(pk__in=case.entries.filter(pk__in=entries).values("document"))
    for document in found.filter(signature_requests__state__in=UNSIGNED).distinct().order_by("pk"):
        signing.services.recall(document, reason="Заменён новым документом", by=by, now=now)


def place(case: Case, papers: Sequence[Paper], *, by: User, key: uuid.UUID, now: datetime) -> list[Entry]:
    """Place files of either side at once: nobody signs them. They are told of with the fact that they prove."""
    placed = []
    for number, paper in enumerate(papers):
        documents.services.keep(paper.document, placed_at=now)
        entry = place_entry(
            case,
            kind=Entry.Kind.DOCUMENT,
            title=paper.title,
            code=paper.code,
            document_id=paper.document.pk,
            by=by,
            key=uuid.uuid5(key, f"paper-{number}"),
            is_told=False,
            now=now,
        )
        record(by, "case.document_placed", case, now=now, entry=entry.pk, sha256=paper.document.sha256)
        placed.append(entry)
    return placed
