"""The feed: what one side says to the other. Placed records are never changed, only withdrawn by one more record."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
import signing.services
from accounts.models import User
from audit import record
from cabinet.catalogue.queries import guess
from cabinet.rules.packs import current_pack
from documents.models import Upload
from signing.models import SignatureRequest
from signing.stages import UNSIGNED
from ui import html

from .. import notices
from ..errors import AlreadyWithdrawn, CaseIsClosed, SignedIsKept
from ..models import Case, Entry
from ..queries import document_names
from ..stages import Stage, advance


@transaction.atomic
def add_message(case: Case, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """Write to the other side. An applicant's word reopens an answered message."""
    case = still_open(case)
    if existing := already_said(case, key):
        return existing
    entry = place_entry(case, kind=Entry.Kind.MESSAGE, html=html.clean(text), by=by, key=key, now=now)
    record(by, "case.message_added", case, now=now, entry=entry.pk)
    return entry


def add_document(
    case: Case,
    source: UploadedFile | Upload,
    *,
    title: str,
    comment: str,
    by: User,
    key: uuid.UUID,
    press: uuid.UUID | None = None,
    now: datetime,
) -> Entry:
    """Place a document. Documents of one `press` of a button are told of in one letter.

    Raises FileRefused, UploadRefused, StorageUnavailable, CaseIsClosed.
    """
    if existing := already_said(case, key):
        return existing
    document = documents.services.take(source, by=by, now=now)
    with transaction.atomic():
        case = still_open(case)
        if existing := already_said(case, key):  # two presses at once: the file of the slower one is swept
            return existing
        documents.services.keep(document, placed_at=now)
        entry = place_entry(
            case,
            kind=Entry.Kind.DOCUMENT,
            title=title or guess(document.file_name, document_names(case, by)),
            html=html.clean(comment),
            document_id=document.pk,
            by=by,
            key=key,
            press=press,
            now=now,
        )
        record(by, "case.document_placed", case, now=now, entry=entry.pk, sha256=document.sha256)
    return entry


@transaction.atomic
def add_status(case: Case, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """A status line in the feed («Ведётся проектирование»); the current status stays."""
    case = still_open(case)
    if existing := already_said(case, key):
        return existing
    entry = place_entry(case, kind=Entry.Kind.STATUS, title=text, by=by, key=key, now=now)
    record(by, "case.status_added", case, now=now, entry=entry.pk)
    return entry


@transaction.atomic
def add_note(case: Case, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """An internal note: the applicant never sees it and is not told."""
    case = locked(case)
    if existing := already_said(case, key):
        return existing
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.NOTE,
        key=key,
        author=by,
        from_company=True,
        html=html.clean(text),
        created_at=now,
        placed_at=now,
    )
    record(by, "case.note_added", case, now=now, entry=entry.pk)
    return entry


@transaction.atomic
def withdraw_entry(entry: Entry, *, reason: str, by: User, now: datetime) -> Entry:
    """Take back a placed document or message. It stays in the feed, marked, with the reason.

    A document that waits to be signed is recalled with it. Raises AlreadyWithdrawn, SignedIsKept, CaseIsClosed.
    """
    if entry.document is not None:
        asked = SignatureRequest.objects.filter(document=entry.document)
        states = set(asked.values_list("state", flat=True))
        if states & UNSIGNED:
            signing.services.recall(entry.document, reason=reason, by=by, now=now)  # see `follow` in `..signing`
            return Entry.objects.get(withdraws=entry)
        if SignatureRequest.State.SIGNED in states:
            raise SignedIsKept
    case = still_open(entry.case)
    if Entry.objects.filter(withdraws=entry).exists():
        raise AlreadyWithdrawn
    withdrawal = place_entry(
        case, kind=Entry.Kind.WITHDRAWAL, title=reason, withdraws=entry, by=by, key=uuid.uuid4(), now=now
    )
    record(by, "case.entry_withdrawn", case, now=now, entry=entry.pk)
    return withdrawal


def place_entry(
    case: Case,
    *,
    kind: Entry.Kind,
    by: User,
    key: uuid.UUID,
    press: uuid.UUID | None = None,
    now: datetime,
    **fields: object,
) -> Entry:
    """Write a placed entry into a locked case, note who spoke, and tell the other side, once for a `press`."""
    from_company = by.is_staff_of_company
    entry = Entry(
        case=case, kind=kind, key=key, author=by, from_company=from_company, created_at=now, placed_at=now, **fields
    )
    entry.save(force_insert=True)
    if from_company:
        case.company_spoke_at = now
    else:
        case.applicant_spoke_at = now
        if case.stage == Stage.ANSWERED:
            advance(case, to=Stage.WAITING, now=now)
            case.status = current_pack().waiting
    case.changed_at = now
    case.save()
    notices.entry_placed(case, entry, press=press or key)
    return entry


def already_said(case: Case, key: uuid.UUID) -> Entry | None:
    """What the same button of the same page has made before."""
    return case.entries.filter(key=key).first()


def locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)


def still_open(case: Case) -> Case:
    case = locked(case)
    if case.stage in {Stage.WITHDRAWN, Stage.VOIDED}:
        raise CaseIsClosed
    return case
