"""The feed: what one side says to the other. Placed records are never changed, only withdrawn by one more record."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
import signing.services
from accounts.models import User
from audit import record
from cabinet.catalogue.queries import code_of
from documents.models import Document, Upload
from signing.models import SignatureRequest
from signing.stages import UNSIGNED
from ui import html

from ..asked import answered_by, asked_of, title_for
from ..errors import AlreadyWithdrawn, ReceiptIsKept, SignedIsKept
from ..models import Case, Entry, RequestedItem
from ..queries import document_names
from ..stages import Stage
from .answers import follow_answer
from .outcome import FOLLOWS, Outcome, give, refuse_decided, statuses_for
from .placement import already_said, locked, place_entry, still_open, take_once


@transaction.atomic
def add_message(case: Case, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """Write to the other side. An applicant's word reopens an answered message, and answers what was asked in words."""
    case = still_open(case)
    if existing := already_said(case, key):
        return existing
    asked = _asked_of_author(case, by)
    question = next((item for item in asked if not (item.is_document or item.is_answered)), None)
    entry = place_entry(
        case,
        kind=Entry.Kind.MESSAGE,
        html=html.clean(text),
        answers=question,
        by=by,
        key=key,
        # Of an answer the company is told once, when it is complete; of a question in return at once.
        is_told=not (_answers_request(case, by) and (question or not asked)),
        now=now,
    )
    record(by, "case.message_added", case, now=now, entry=entry.pk)
    if _answers_request(case, by):
        follow_answer(case, by=by, press=key, now=now)
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
    answers: RequestedItem | None = None,
    outcome: Outcome = FOLLOWS,
    now: datetime,
) -> Entry:
    """Place a document. Documents of one `press` of a button are told of in one letter.

    It supplies what was asked under its name, or else `answers`; staff may give the case an `outcome` with it.
    Raises FileRefused, UploadRefused, StorageUnavailable, CaseIsClosed.
    """

    def write(case: Case, document: Document) -> Entry:
        documents.services.keep(document, placed_at=now)
        give(case, outcome, by=by, press=press or key, now=now)
        asked = _asked_of_author(case, by)
        names = document_names(case, by)
        name = title or title_for(document.file_name, names, asked, chosen=answers)
        code = code_of(name, names)
        supplied = answered_by(asked, title=name) or next((item for item in asked if item == answers), None)
        entry = place_entry(
            case,
            kind=Entry.Kind.DOCUMENT,
            title=name,
            code=code,
            html=html.clean(comment),
            document_id=document.pk,
            answers=supplied,
            by=by,
            key=key,
            press=press,
            is_told=not _answers_request(case, by),  # once, when the answer is complete
            now=now,
        )
        record(by, "case.document_placed", case, now=now, entry=entry.pk, sha256=document.sha256)
        if _answers_request(case, by):
            follow_answer(case, by=by, press=press or key, now=now)
        return entry

    return take_once(case, source, lock=still_open, write=write, by=by, key=key, now=now)


@transaction.atomic
def add_status(case: Case, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """A status line in the feed («Ведётся проектирование»); the current status stays. Raises DecisionNeeded."""
    case = still_open(case)
    if existing := already_said(case, key):
        return existing
    refuse_decided(case, text)
    code = next((status.code for status in statuses_for(case) if status.label == text), "")
    entry = place_entry(case, kind=Entry.Kind.STATUS, title=text, code=code, by=by, key=key, now=now)
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

    A document that waits to be signed is recalled with it. Raises AlreadyWithdrawn, SignedIsKept, ReceiptIsKept,
    CaseIsClosed.
    """
    if entry.key in entry.case.receipt_keys:
        raise ReceiptIsKept
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


def _asked_of_author(case: Case, by: User) -> list[RequestedItem]:
    """What the open request of the case asks of whoever speaks: of staff nothing."""
    return asked_of(case) if _answers_request(case, by) else []


def _answers_request(case: Case, by: User) -> bool:
    return case.stage == Stage.MISSING and not by.is_staff_of_company
