"""A draft: any number of them, nobody's business but the applicant's until it is submitted."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

import documents.services
from accounts.models import Applicant, User
from audit import record
from cabinet.catalogue.queries import code_of, guess, names_for_applicants
from cabinet.rules.packs import current_pack
from documents.models import Document, Upload
from tenants import figures
from ui import html
from ui.words import one_line

from .. import ports, signals
from ..drafts.state import DraftState, Paper, Sheet
from ..errors import DraftChanged, NotADraft, TooManyFiles
from ..letters import notices
from ..models import Case, Entry
from ..queries import document_names
from ..stages import Stage, advance
from .numbers import give_on_submission
from .outcome import save_number
from .papers import want_papers
from .placement import already_said, locked, take_once


@transaction.atomic
def start_draft(*, kind: str, title: str, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Case:
    """A new draft; with the key of an earlier one of this applicant, that one. Any number of drafts may exist."""
    case, _created = Case.objects.get_or_create(
        applicant=applicant,
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "author": by,
            "is_blank": True,
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
    record(by, "case.draft_deleted", case, now=now)
    _discard(case)


@transaction.atomic
def sweep_draft(case: Case, *, now: datetime) -> None:
    """End a draft that nobody has touched for so long that its kind keeps it no longer, with its files."""
    case = locked(case)
    _must_be_draft(case)
    record(None, "case.draft_swept", case, now=now)
    _discard(case)


def _discard(case: Case) -> None:
    files = [entry.document for entry in case.entries.select_related("document") if entry.document]
    case.delete()
    for document in files:
        documents.services.discard(document)


def attach(
    case: Case,
    source: UploadedFile | Upload | Document,
    *,
    title: str,
    comment: str = "",
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Entry:
    """Add a file to a draft, of a stored document a copy.

    Raises FileRefused, FileInfected, FileLost, UploadRefused, StorageUnavailable, TooManyFiles, NotADraft.
    """

    def write(case: Case, document: Document) -> Entry:
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
            position=1 + (case.entries.aggregate(last=Max("position"))["last"] or 0),
            created_at=now,
        )
        _touch(case, now=now)
        return entry

    if not already_said(case, key):
        _must_take_one_more(case)  # before the bytes are taken
    return take_once(case, source, lock=locked, write=write, by=by, key=key, now=now)


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


def open_draft(case: Case, sheet: Sheet) -> Case | None:
    """Lock the draft to write a page into it, in the transaction of the caller. Raises NotADraft, DraftChanged.

    None, if a later save of the same page has arrived before this one.
    """
    case = locked(case)
    _must_be_draft(case)
    state = DraftState.of(case)
    if sheet.page and sheet.page == state.page:
        return case if sheet.turn > state.turn else None
    if state.is_ahead_of(sheet):
        raise DraftChanged
    return case


@transaction.atomic
def keep_draft(case: Case, sheet: Sheet, *, subject: str, is_blank: bool, is_changed: bool, now: datetime) -> None:
    """Note what a draft from `open_draft` is about and how its documents are called. The same once more does nothing.

    `is_changed` says whether the answers have changed, `is_blank` whether there are none.
    """
    state = DraftState.of(case)
    has_files, papers_changed = _name_papers(case, sheet.papers)
    is_blank = is_blank and not sheet.typed and not has_files
    before = (dict(state.typed), case.subject, case.is_blank)
    if not is_changed and not papers_changed and before == (dict(sheet.typed), subject, is_blank):
        return
    version = state.version + 1
    parts = {**state.parts, sheet.part: version}
    case.draft = DraftState(version, sheet.page, sheet.turn, sheet.typed, parts).as_json()
    case.subject, case.is_blank, case.changed_at = subject, is_blank, now
    case.save(update_fields=["draft", "subject", "is_blank", "changed_at"])


def _name_papers(case: Case, papers: Sequence[Paper]) -> tuple[bool, bool]:
    """Title, comment and place of each document; whether there are any, and whether anything has changed."""
    entries = {entry.pk: entry for entry in case.entries.filter(kind=Entry.Kind.DOCUMENT)}
    changed = []
    for position, paper in enumerate(papers, start=1):
        entry = entries.get(paper.entry_id)
        if entry is None:  # taken out by another page
            continue
        comment = entry.html if paper.comment.strip() == entry.comment else html.clean(paper.comment)
        named = (one_line(paper.title) or entry.title, comment, position)
        if named != (entry.title, entry.html, entry.position):
            entry.title, entry.html, entry.position = named
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["title", "html", "position"])
    return bool(entries), bool(changed)


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
def submit(case: Case, *, by: User, received_at: datetime | None = None, number: str = "", now: datetime) -> Case:
    """Hand the case over to the grid company.

    A second press, a second tab or a repeated request finds it submitted and returns it as it is. Of a paper that staff
    enter, `received_at` is when it came: what is handed over counts from then. It may bear a `number` already. Raises
    NumberTaken.
    """
    case = locked(case)
    if not case.is_draft:
        return case
    at = received_at or now
    advance(case, to=Stage.WAITING, now=at)
    pack = current_pack(localdate(at))
    case.pack, case.pack_edition = pack.code, pack.valid_from
    case.status, case.status_code = pack.waiting, pack.submitted.code
    case.submitted_at = at
    case.applicant_spoke_at = now
    case.changed_at = now
    case.is_blank, case.draft = False, {}
    case.save()
    if number:
        case.number = number
        save_number(case)
    case.nature.on_submission(case, by=by)
    _give_codes(case)
    files = list(case.entries.filter(document__isnull=False).values_list("document_id", flat=True))
    documents.services.publish(files, now=now)
    case.entries.filter(placed_at__isnull=True).update(placed_at=at)
    give_on_submission(case, now=now)
    record(by, "case.submitted", case, now=now, documents=len(files))
    ports.clock(case, now)
    figures.note_change(now=now)
    signals.submitted.send(Case, case=case, by=by, now=now)
    notices.submitted(case, is_entered=received_at is not None)
    want_papers(case, "submitted", by=by, key=case.key, now=now)
    return case


def _give_codes(case: Case) -> None:
    """Say which documents of the rule pack the files are, by the names that they bear in the end."""
    names = names_for_applicants(case.applicant.legal_form)
    entries = list(case.entries.filter(kind=Entry.Kind.DOCUMENT))
    for entry in entries:
        entry.code = code_of(entry.title, names)
    Entry.objects.bulk_update(entries, ["code"])


def _must_be_draft(case: Case) -> None:
    if not case.is_draft:
        raise NotADraft


def _must_take_one_more(case: Case) -> None:
    _must_be_draft(case)
    if case.entries.filter(kind=Entry.Kind.DOCUMENT).count() >= settings.MAX_FILES_PER_CASE:
        raise TooManyFiles(settings.MAX_FILES_PER_CASE)


def _touch(case: Case, *, now: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(changed_at=now, is_blank=False)


@transaction.atomic
def sweep_blank_drafts(*, before: datetime) -> int:
    """Forget the drafts that were opened before that moment and left without a word. Nobody has seen them in a list."""
    blank = Case.objects.drafts().filter(is_blank=True, created_at__lt=before)
    return blank.delete()[1].get("cases.Case", 0)
