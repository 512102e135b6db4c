"""The answer of an applicant to a request: put into its slots, taken out again, handed over by one press."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
from accounts.models import User
from audit import record
from documents.models import Document, Upload
from ui import html

from ..asked import asked_of, open_request
from ..errors import NotAskedAnyMore, NothingSupplied, TooManyFiles
from ..letters import notices
from ..models import Case, Entry, InformationRequest, RequestedItem
from ..stages import Stage
from .closure import unsent
from .outcome import move, status_of
from .placement import already_said, place_entry, still_open, take_once

LINE_LIMIT = 300  # characters of a line of the feed


def put_file(item: RequestedItem, source: UploadedFile | Upload, *, by: User, key: uuid.UUID, now: datetime) -> Entry:
    """Put a file into the slot of a document. The company does not see it until the answer is sent.

    Raises FileRefused, UploadRefused, StorageUnavailable, NotAskedAnyMore, TooManyFiles, CaseIsClosed.
    """

    def write(case: Case, document: Document) -> Entry:
        _must_be_asked(item)
        if len(unsent(case)) >= settings.MAX_FILES_PER_CASE:
            raise TooManyFiles(settings.MAX_FILES_PER_CASE)
        documents.services.keep(document)
        entry = Entry.objects.create(
            case=case,
            kind=Entry.Kind.DOCUMENT,
            key=key,
            author=by,
            from_company=False,
            title=item.title,
            code=item.code,
            document=document,
            answers=item,
            created_at=now,
        )
        return entry

    case = item.request.case
    if not already_said(case, key):
        _must_be_asked(item)  # before the bytes are taken
    return take_once(case, source, lock=still_open, write=write, by=by, key=key, now=now)


@transaction.atomic
def put_words(item: RequestedItem, *, text: str, by: User, now: datetime) -> Entry | None:
    """Write the answer to a question into its slot: one, the last words count, empty ones take it out.

    Raises NotAskedAnyMore, CaseIsClosed.
    """
    case = still_open(item.request.case)
    _must_be_asked(item)
    written = case.entries.filter(answers=item, kind=Entry.Kind.MESSAGE, placed_at=None)
    safe = html.clean(html.paragraphs(text.strip())) if text.strip() else ""
    before = written.first()
    if safe == (before.html if before else ""):
        return before
    if not safe:
        written.delete()
        return None
    entry, _created = written.update_or_create(
        defaults={"author": by, "html": safe, "created_at": now},
        create_defaults={
            "case": case,
            "kind": Entry.Kind.MESSAGE,
            "answers": item,
            "from_company": False,
            "author": by,
            "html": safe,
            "created_at": now,
        },
    )
    return entry


@transaction.atomic
def take_out(entry: Entry) -> None:
    """Take out of a slot what was put into it; what was sent meanwhile stays. Raises CaseIsClosed."""
    case = still_open(entry.case)
    found = case.entries.filter(pk=entry.pk, answers__isnull=False, placed_at=None).select_related("document").first()
    if found is None:
        return
    document = found.document
    found.delete()
    if document is not None:
        documents.services.discard(document)


@transaction.atomic
def send_answer(case: Case, *, by: User, key: uuid.UUID, now: datetime) -> Case:
    """«Отправить недостающее»: everything in the slots is handed over at once, whether or not something still lacks.

    The duty of the applicant ends with it, and the case waits for the company. Raises NothingSupplied, FileInfected,
    FileLost, CaseIsClosed.
    """
    case = still_open(case)
    request = open_request(case)
    if request is None:  # pressed twice, or the request was closed meanwhile
        return case
    entries = unsent(case)
    if not entries and not _has_spoken(case, request):
        raise NothingSupplied
    documents.services.publish([entry.document_id for entry in entries if entry.document_id], now=now)
    case.entries.filter(pk__in=[entry.pk for entry in entries]).update(placed_at=now, created_at=now)
    supply(case, by=by, press=key, entries=len(entries), now=now)
    return case


def follow_answer(case: Case, *, by: User, press: uuid.UUID, now: datetime) -> None:
    """After an entry of the applicant that was placed by itself: when nothing is missing, it is the company's turn.

    What stands in a slot and was not sent waits for its button. A case that waits without a list (it was asked before
    lists were kept) waits for any answer.
    """
    if case.stage == Stage.MISSING and all(item.is_answered for item in asked_of(case)) and not unsent(case):
        supply(case, by=by, press=press, entries=1, now=now)


def supply(case: Case, *, by: User, press: uuid.UUID, entries: int, now: datetime) -> None:
    """The applicant has answered a locked case: it goes back to the company, and both sides are told once.

    The journal keeps the moment: a later round of the same request overwrites it in the row.
    """
    missing = [item.title for item in asked_of(case) if not item.is_answered]
    case.information_requests.open().update(supplied_at=now)
    move(case, status_of(case, Stage.REVIEW), by=by, now=now)
    case.version += 1
    record(by, "case.information_supplied", case, now=now, entries=entries)
    left = f"; не добавлено: {', '.join(missing)}" if missing else ""
    line = f"{case.status}: ответ на запрос получен{left}"
    line = line if len(line) <= LINE_LIMIT else f"{line[: LINE_LIMIT - 1]}…"
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )
    notices.information_supplied(case, press=press, missing=missing)


def _must_be_asked(item: RequestedItem) -> None:
    standing = RequestedItem.objects.standing().filter(state=RequestedItem.State.ASKED, pk=item.pk)
    if not standing.filter(request__closed_at=None, request__supplied_at=None).exists():
        raise NotAskedAnyMore


def _has_spoken(case: Case, request: InformationRequest) -> bool:
    """Whether the applicant has said something on this request beside its slots."""
    theirs = case.entries.filter(from_company=False, from_supplier=False)
    return theirs.filter(placed_at__isnull=False, created_at__gte=request.asked_at).exists()
