"""How an entry comes into a feed: in a locked case, once for a key, and with a letter to the other side."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
from accounts.models import User
from audit import record
from documents.models import Document, Upload

from .. import ports
from ..errors import CaseIsClosed
from ..letters import notices
from ..models import Case, Entry
from ..stages import Stage, advance


def place_entry(
    case: Case,
    *,
    kind: Entry.Kind,
    by: User,
    key: uuid.UUID,
    press: uuid.UUID | None = None,
    is_told: bool = True,
    now: datetime,
    **fields: object,
) -> Entry:
    """Write a placed entry into a locked case, note who spoke, and tell the other side, once for a `press`.

    With `is_told` false the caller tells of the whole act, of which this entry is a part. The terms are counted anew:
    what else the act does to them, rows and records of the journal, is written before its entry.
    """
    from_company = by.is_staff_of_company
    entry = Entry(
        case=case, kind=kind, key=key, author=by, from_company=from_company, from_supplier=by.is_of_supplier,
        created_at=now, placed_at=now, **fields,
    )  # fmt: skip
    entry.save(force_insert=True)
    if from_company:
        case.company_spoke_at = now
        take(case, by=by, now=now)
    elif entry.from_supplier:  # new to both
        case.company_spoke_at = case.applicant_spoke_at = now
    else:
        case.applicant_spoke_at = now
        if case.stage == Stage.ANSWERED:
            advance(case, to=Stage.WAITING, now=now)
            case.status, case.status_code = case.edition.waiting, case.edition.submitted.code
    case.changed_at = now
    case.save()
    if kind != Entry.Kind.MESSAGE:  # no term begins or ends with words alone
        ports.clock(case, now)
    if is_told:
        notices.entry_placed(case, entry, press=press or key)
    return entry


def take_once(
    case: Case,
    source: UploadedFile | Upload | Document,
    *,
    lock: Callable[[Case], Case],
    write: Callable[[Case, Document], Entry],
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Entry:
    """Take a file and have its entry written into the locked case, once for a `key`.

    The bytes go to S3 before the case is locked: a lock is never held while a person's line is slow. Of two presses at
    once the file of the slower one is swept. Raises FileRefused, UploadRefused, StorageUnavailable, and as `lock`.
    """
    if existing := already_said(case, key):
        return existing
    document = documents.services.take(source, by=by, now=now)
    with transaction.atomic():
        case = lock(case)
        return already_said(case, key) or write(case, document)


def take(case: Case, *, by: User, now: datetime) -> None:
    """Whoever acts on a case that nobody has becomes its assignee. The caller saves.

    The version moves, so that a form drawn before does not take the assignee away again.
    """
    if case.assignee_id is None and by.is_clerk:
        case.assignee = by
        case.version += 1
        record(by, "case.taken", case, now=now)


def already_said(case: Case, key: uuid.UUID) -> Entry | None:
    """What the same button of the same page has made before."""
    return case.entries.filter(key=key).first()


def locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)


def still_open(case: Case) -> Case:
    """The locked case, where more may be said. Of a refusal and an annulment too: they may be mistaken."""
    case = locked(case)
    if case.stage == Stage.WITHDRAWN:
        raise CaseIsClosed
    return case
