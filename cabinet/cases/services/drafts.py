"""A draft: any number of them, nobody's business but the applicant's until it is submitted."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
from accounts.models import Applicant, User
from audit import record
from cabinet.catalogue.queries import guess
from cabinet.rules.packs import current_pack
from documents.models import Upload
from ui import html

from .. import notices
from ..errors import NotADraft, TooManyFiles
from ..models import Case, Entry
from ..queries import document_names
from ..stages import Stage, advance
from .feed import already_said, locked


@transaction.atomic
def start_draft(*, kind: Case.Kind, title: str, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Case:
    """A new draft; with the key of an earlier one of this applicant, that one. Any number of drafts may exist."""
    case, _created = Case.objects.get_or_create(
        applicant=applicant,
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "author": by,
            "stage": Stage.DRAFT,
            "status": Stage.DRAFT.label,
            "created_at": now,
            "changed_at": now,
        },
    )
    return case


@transaction.atomic
def delete_draft(case: Case, *, by: User, now: datetime) -> None:
    """A draft is its author's own business: it goes with its files."""
    case = locked(case)
    _must_be_draft(case)
    files = [entry.document for entry in case.entries.select_related("document") if entry.document]
    record(by, "case.draft_deleted", case, now=now)
    case.delete()
    for document in files:
        documents.services.discard(document)


def attach(
    case: Case, source: UploadedFile | Upload, *, title: str, comment: str = "", by: User, key: uuid.UUID, now: datetime
) -> Entry:
    """Add a file to a draft. Raises FileRefused, UploadRefused, StorageUnavailable, TooManyFiles, NotADraft.

    The bytes go to S3 before the transaction: a lock is never held while a person's line is slow.
    """
    if existing := already_said(case, key):
        return existing
    _must_take_one_more(case)
    document = documents.services.take(source, by=by, now=now)
    with transaction.atomic():
        case = locked(case)
        if existing := already_said(case, key):  # two presses at once: the file of the slower one is swept
            return existing
        _must_take_one_more(case)
        documents.services.keep(document)
        entry = Entry.objects.create(
            case=case,
            kind=Entry.Kind.DOCUMENT,
            key=key,
            author=by,
            from_company=False,
            title=title or guess(document.file_name, document_names(case, by)),
            html=html.clean(comment),
            document=document,
            created_at=now,
        )
        _touch(case, now=now)
    return entry


@transaction.atomic
def describe(entry: Entry, *, title: str, comment: str) -> None:
    """Name a draft's document and comment on it. Does nothing to an entry that is placed."""
    Entry.objects.filter(pk=entry.pk, placed_at__isnull=True).update(title=title, html=html.clean(comment))


@transaction.atomic
def detach(entry: Entry, *, now: datetime) -> None:
    """Take a file out of a draft."""
    case = locked(entry.case)
    _must_be_draft(case)
    document = entry.document
    entry.delete()
    if document is not None:
        documents.services.discard(document)
    _touch(case, now=now)


@transaction.atomic
def keep_draft(case: Case, *, subject: str, now: datetime) -> None:
    """Note what the draft is about. Raises NotADraft."""
    case = locked(case)
    _must_be_draft(case)
    case.subject, case.changed_at = subject, now
    case.save(update_fields=["subject", "changed_at"])


@transaction.atomic
def write_into_draft(case: Case, *, text: str, by: User, now: datetime) -> Entry:
    """The message of a draft: one, the last words count. `text` is safe HTML."""
    _must_be_draft(locked(case))
    entry, _created = case.entries.update_or_create(
        kind=Entry.Kind.MESSAGE,
        placed_at=None,
        defaults={"author": by, "from_company": False, "html": text, "created_at": now},
    )
    return entry


@transaction.atomic
def submit(case: Case, *, by: User, now: datetime) -> Case:
    """Hand the case over to the grid company.

    A second press, a second tab or a repeated request finds it submitted and returns it as it is.
    """
    case = locked(case)
    if not case.is_draft:
        return case
    advance(case, to=Stage.WAITING, now=now)
    case.status = current_pack().waiting
    case.submitted_at = now
    case.applicant_spoke_at = now
    case.changed_at = now
    case.save()
    files = list(case.entries.filter(document__isnull=False).values_list("document_id", flat=True))
    documents.services.place(files, now=now)
    case.entries.filter(placed_at__isnull=True).update(placed_at=now)
    record(by, "case.submitted", case, now=now, documents=len(files))
    notices.submitted(case)
    return case


def _must_be_draft(case: Case) -> None:
    if not case.is_draft:
        raise NotADraft


def _must_take_one_more(case: Case) -> None:
    _must_be_draft(case)
    if case.entries.filter(kind=Entry.Kind.DOCUMENT).count() >= settings.MAX_FILES_PER_CASE:
        raise TooManyFiles(settings.MAX_FILES_PER_CASE)


def _touch(case: Case, *, now: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(changed_at=now)
