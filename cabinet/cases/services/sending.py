"""Sending a document for signing: it is handed over when the company has signed, not before."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

import documents.services
import signing.services
from accounts.models import User
from audit import record
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import code_of
from cabinet.catalogue.recognition import is_readable
from documents.models import Document, Upload
from signing.models import SignatureRequest
from signing.stages import UNSIGNED
from ui import html

from ..asked import title_for
from ..models import Case, Entry
from ..queries import document_names
from ..stages import Stage
from .outcome import FOLLOWS, Outcome, give, status_of
from .placement import still_open, take, take_once


def send_for_signing(
    case: Case,
    source: UploadedFile | Upload,
    *,
    title: str,
    comment: str,
    sides: Sequence[SignatureRequest.Side],
    due_on: date | None,
    outcome: Outcome = FOLLOWS,
    by: User,
    key: uuid.UUID,
    press: uuid.UUID | None = None,
    now: datetime,
) -> Entry:
    """A document of the company which the company signs, and after it the applicant, if both `sides` are asked.

    Staff see it at once, the applicant when the company has signed; the file cannot change from now on. The status
    follows a document that both sides sign, unless the `outcome` says another one or that it stays.
    Raises FileRefused, UploadRefused, StorageUnavailable, CaseIsClosed, DueDateInThePast, StatusNotPossible,
    NumberTaken.
    """

    def write(case: Case, document: Document) -> Entry:
        documents.services.keep(document)
        names = document_names(case, by)
        name = title or _title(document.file_name, names)
        entry = file_unsigned(
            case, document, title=name, code=code_of(name, names), comment=comment, by=by, key=key, now=now
        )
        follows = outcome.follows and SignatureRequest.Side.APPLICANT in sides and is_followed(case)
        status = outcome.status or (status_of(case, Stage.OFFER).label if follows else "")
        give(case, replace(outcome, status=status), by=by, press=press or key, now=now)
        take(case, by=by, now=now)
        case.save()
        signing.services.request_signatures(
            document, title=name, sides=sides, applicant=case.applicant, due_on=due_on, by=by, now=now
        )
        return entry

    return take_once(case, source, lock=still_open, write=write, by=by, key=key, now=now)


def file_unsigned(
    case: Case, document: Document, *, title: str, code: str, comment: str, by: User, key: uuid.UUID, now: datetime
) -> Entry:
    """The entry of a document that waits for the signature of its own side: the other side does not see it yet.

    Whoever files it has the signatures asked for in the same transaction.
    """
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.DOCUMENT,
        key=key,
        author=by,
        from_company=by.is_staff_of_company,
        from_supplier=by.is_of_supplier,
        title=title,
        code=code,
        html=html.clean(comment),
        document=document,
        created_at=now,
    )
    record(by, "case.document_sent_for_signing", case, now=now, entry=entry.pk, sha256=document.sha256)
    return entry


def _title(file_name: str, names: Sequence[DocumentName]) -> str:
    """«Подпишите: …» has to say something, also of a file called scan0001."""
    title = title_for(file_name, names)
    return title if is_readable(title) else f"Документ «{title}»"


def is_followed(case: Case) -> bool:
    """Whether the status follows a contract that is sent for signing: it had not come so far yet."""
    return case.nature.has_stages and case.stage in {Stage.WAITING, Stage.MISSING, Stage.REVIEW}


def recall_all(case: Case, *, reason: str, by: User, now: datetime) -> None:
    """The case has ended: nobody has to sign anything of it any more."""
    for document in Document.objects.filter(pk__in={request.document_id for request in locked_requests(case)}):
        signing.services.recall(document, reason=reason, by=by, now=now)


def locked_requests(case: Case) -> list[SignatureRequest]:
    """What is still to be signed in a case, locked: always before the case itself, as signing does."""
    documents = case.entries.filter(document__isnull=False).values("document")
    waiting = SignatureRequest.objects.filter(document__in=documents, state__in=UNSIGNED)
    return list(waiting.select_for_update(no_key=True).order_by("document", "position"))
