"""A request for what is missing, from the question to its end: the answer, or the decision to do without it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from audit import record
from signing.errors import DueDateInThePast
from ui import html

from ..asked import asked_of, open_request
from ..errors import NothingAsked, NothingSupplied
from ..letters import notices
from ..models import Case, Entry, InformationRequest, RequestedItem
from ..stages import Stage
from .outcome import move, status_of
from .placement import locked, place_entry, still_open

Kind = RequestedItem.Kind


@transaction.atomic
def ask_information(
    case: Case, *, documents: Sequence[str], words: str, due_on: date | None, by: User, key: uuid.UUID, now: datetime
) -> InformationRequest:
    """Ask the applicant for `documents` and for what `words` say: the status, a message and the list, in one act.

    An earlier request that is still open is replaced.
    Raises NothingAsked, StatusNotPossible, DueDateInThePast, CaseIsClosed.
    """
    case = still_open(case)
    if existing := case.information_requests.filter(key=key).first():
        return existing
    titles, words = _once(documents), words.strip()
    if not titles and not words:
        raise NothingAsked
    if due_on is not None and due_on < timezone.localdate(now):
        raise DueDateInThePast
    move(case, status_of(case, Stage.MISSING), by=by, now=now)
    case.information_requests.open().update(closed_at=now, closed_by=by)
    request = InformationRequest.objects.create(case=case, key=key, asked_by=by, asked_at=now, due_on=due_on)
    wanted = [(Kind.DOCUMENT, title) for title in titles] + ([(Kind.WORDS, words)] if words else [])
    RequestedItem.objects.bulk_create(
        RequestedItem(request=request, kind=kind, title=title, position=position)
        for position, (kind, title) in enumerate(wanted, start=1)
    )
    case.version += 1
    line = f"{case.status} {request.until}".strip()
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )
    text = _message(titles, words, request.until)
    place_entry(case, kind=Entry.Kind.MESSAGE, html=text, by=by, key=key, is_told=False, now=now)
    notices.status_changed(case, press=key)
    record(by, "case.information_asked", case, now=now, items=len(wanted))
    return request


def follow_answer(case: Case, *, by: User, press: uuid.UUID, now: datetime) -> None:
    """After an entry of the applicant: when nothing is missing any more, it is the company's turn.

    A case that waits without a list (it was asked before lists were kept) waits for any answer.
    """
    if case.stage == Stage.MISSING and all(item.is_answered for item in asked_of(case)):
        _end(case, "ответ на запрос получен", by=by, now=now)
        notices.information_supplied(case, press=press)


@transaction.atomic
def complete_answer(case: Case, *, by: User, key: uuid.UUID, now: datetime) -> Case:
    """«Ответ полный»: the applicant has nothing to add, though something of the list is still missing.

    Raises NothingSupplied.
    """
    case = still_open(case)
    request = open_request(case)
    if request is None:  # pressed twice, or it was closed meanwhile
        return case
    if not case.entries.filter(from_company=False, created_at__gte=request.asked_at).exists():
        raise NothingSupplied
    missing = [item.title for item in asked_of(case) if item.is_document and not item.is_answered]
    left = f"; не добавлено: {', '.join(missing)}" if missing else ""
    _end(case, f"ответ на запрос получен{left}", by=by, now=now)
    notices.information_supplied(case, press=key)
    return case


@transaction.atomic
def close_information(case: Case, *, by: User, now: datetime) -> Case:
    """Staff do without what was asked: the case is theirs again."""
    case = locked(case)
    request = open_request(case)
    if request is None:
        return case
    _end(case, "запрос закрыт сетевой организацией", by=by, now=now)
    notices.status_changed(case, press=uuid.uuid4(), said="Добавлять больше ничего не нужно.")
    return case


def _end(case: Case, words: str, *, by: User, now: datetime) -> None:
    if case.stage == Stage.MISSING:
        move(case, status_of(case, Stage.REVIEW), by=by, now=now)
    case.information_requests.open().update(closed_at=now, closed_by=by)
    case.version += 1
    line = f"{case.status}: {words}"[:300]
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )
    record(by, "case.information_closed", case, now=now)


def _once(titles: Sequence[str]) -> list[str]:
    """Without empty ones and repetitions."""
    stripped = (title.strip() for title in titles)
    return list({title.casefold(): title for title in stripped if title}.values())


def _message(titles: Sequence[str], words: str, until: str) -> str:
    listed = format_html_join("", "<li>{}</li>", ((title,) for title in titles))
    parts = [
        format_html("<p>Добавьте недостающие документы:</p><ul>{}</ul>", listed) if titles else SafeString(""),
        SafeString(html.paragraphs(words)),  # escaped there
        format_html("<p>Ответьте {}.</p>", until) if until else SafeString(""),
    ]
    return html.clean("".join(parts))
