"""Sending a document for signing: it is handed over when the company has signed, not before."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
import signing.services
from accounts.models import User
from audit import record
from cabinet.catalogue.queries import guess
from documents.models import Upload
from signing.models import SignatureRequest
from signing.stages import UNSIGNED
from ui import html

from ..models import Case, Entry
from ..queries import document_names
from .feed import already_said, still_open


def send_for_signing(
    case: Case,
    source: UploadedFile | Upload,
    *,
    title: str,
    comment: str,
    sides: Sequence[SignatureRequest.Side],
    due_on: date | None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Entry:
    """A document of the company which the company signs, and after it the applicant, if both `sides` are asked.

    Staff see it at once, the applicant when the company has signed; the file cannot change from now on.
    Raises FileRefused, UploadRefused, StorageUnavailable, CaseIsClosed, TermInThePast.
    """
    if existing := already_said(case, key):
        return existing
    document = documents.services.take(source, by=by, now=now)
    with transaction.atomic():
        case = still_open(case)
        if existing := already_said(case, key):  # two presses at once: the file of the slower one is swept
            return existing
        documents.services.keep(document)
        name = title or guess(document.file_name, document_names(case, by))
        entry = Entry.objects.create(
            case=case,
            kind=Entry.Kind.DOCUMENT,
            key=key,
            author=by,
            from_company=True,
            title=name,
            html=html.clean(comment),
            document=document,
            created_at=now,
        )
        record(by, "case.document_sent_for_signing", case, now=now, entry=entry.pk, sha256=document.sha256)
        signing.services.ask(document, title=name, sides=sides, applicant=case.applicant, due_on=due_on, by=by, now=now)
    return entry


def recall_all(case: Case, *, reason: str, by: User, now: datetime) -> None:
    """The case has ended: nobody has to sign anything of it any more."""
    waiting = SignatureRequest.objects.filter(
        document__in=case.entries.filter(document__isnull=False).values("document"), state__in=UNSIGNED
    )
    for request in waiting.select_related("document").order_by("document", "position").distinct("document"):
        signing.services.recall(request.document, reason=reason, by=by, now=now)
