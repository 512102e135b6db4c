"""Documents that the cabinet makes by itself: asked for with a fact, filed once they are made."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

import documents.services
import signing.services
from accounts.models import User
from audit import record
from documents.models import Document
from signing.models import SignatureRequest

from .. import ports
from ..letters import notices
from ..models import Case, Entry
from ..stages import Stage
from .placement import locked, place_entry, take_once


def want_papers(
    case: Case,
    event: str,
    *,
    by: User,
    key: uuid.UUID,
    now: datetime,
    said: Mapping[str, Any] | None = None,
    is_signed: bool = False,
) -> None:
    """Have made what the rule pack makes at an event: `submitted`, `missing_requested`, `refused`, `voided`, `notice`.

    Call it in the transaction of the fact. `said` gives fields of the document that the case does not hold: «причина»,
    «причина_пункт», «текст». With `is_signed` the company signs it before the applicant sees it. Kinds of case that go
    no way of the law have no such documents.
    """
    if not case.nature.has_stages:
        return
    for made in case.rules.made:
        if made.when == event:
            ports.paper_wanted(case, made, by, key_of_paper(key, made.code), now, said or {}, is_signed)


def key_of_paper(key: uuid.UUID, code: str) -> uuid.UUID:
    """Under which a document of a fact with this `key` is filed."""
    return uuid.uuid5(key, code)


def file_paper(
    case: Case,
    source: "UploadedFile[Any]",
    *,
    title: str,
    code: str,
    from_company: bool,
    is_signed: bool = False,
    is_told: bool = True,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Entry:
    """File a document that was made, once for a `key`. It is placed at once, unless the company signs it first.

    A case that has ended takes it too: of an annulment there is a notice. The other side is told of what a person has
    decided; a receipt comes with the letter about the submission. With `is_told` false the letter about the fact has
    told already. A document of what was undone meanwhile is filed as taken back, for the history.
    Raises FileRefused, StorageUnavailable.
    """

    def write(case: Case, document: Document) -> Entry:
        taken_back = ports.paper_taken_back(case, key)
        waits = is_signed and from_company and case.stage != Stage.WITHDRAWN and not taken_back
        documents.services.keep(document, placed_at=None if waits else now)
        entry = Entry.objects.create(
            case=case,
            kind=Entry.Kind.DOCUMENT,
            key=key,
            author=by,
            from_company=from_company,
            title=title,
            code=code,
            document=document,
            created_at=now,
            placed_at=None if waits else now,
        )
        is_said = from_company and by.is_staff_of_company
        if is_said and not waits:
            case.company_spoke_at = now
        case.changed_at = now
        case.save(update_fields=["changed_at", "company_spoke_at"])
        record(by, "case.paper_made", case, now=now, entry=entry.pk, sha256=document.sha256)
        ports.clock(case, now)
        if waits:
            signing.services.request_signatures(
                document, title=title, sides=[SignatureRequest.Side.COMPANY], applicant=case.applicant,
                due_on=None, by=by, now=now,
            )  # fmt: skip
        elif taken_back:
            _take_back(case, entry, taken_back, by=by, now=now)
        elif is_said and is_told:
            notices.entry_placed(case, entry, press=key)
        return entry

    return take_once(case, source, lock=locked, write=write, by=by, key=key, now=now)


def _take_back(case: Case, entry: Entry, reason: str, *, by: User, now: datetime) -> None:
    """Nobody is told: the letter about the undoing has told already."""
    place_entry(
        case,
        kind=Entry.Kind.WITHDRAWAL,
        title=reason[:300],
        withdraws=entry,
        by=by,
        key=uuid.uuid4(),
        is_told=False,
        now=now,
    )
