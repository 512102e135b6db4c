"""A request for what is missing, from the question to its end: the answer is accepted, or the company does without."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from audit import record
from cabinet.catalogue.queries import code_of, names_for_applicants
from signing.errors import DueDateInThePast
from ui import html

from ..asked import current_items, current_request, supplied_request
from ..errors import CheckedMeanwhile, DecisionStands, NothingAsked, RemarkNeeded
from ..letters import notices
from ..models import Case, Entry, InformationRequest, RequestedItem
from ..stages import DECIDED, Stage
from .closure import close_requests, drop_unsent, unsent
from .outcome import move, status_of
from .papers import want_papers
from .placement import already_said, locked, place_entry, still_open

Kind, State = RequestedItem.Kind, RequestedItem.State


@dataclass(frozen=True)
class Verdict:
    """What staff say of one item of an answer: it is accepted, or `remark` says why it is asked for again."""

    item_id: int
    is_accepted: bool
    remark: str = ""


@transaction.atomic
def ask_information(
    case: Case,
    *,
    documents: Sequence[str],
    words: str,
    remarks: Mapping[str, str] | None = None,
    due_on: date | None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> InformationRequest:
    """Ask the applicant for `documents`, and each line of `words`: the status, a message and the list, in one act.

    `remarks` say what is wrong with a document, by its title. An earlier request that is not closed is replaced; what
    was put into its slots and not sent stays in the slots of the same names.
    Raises NothingAsked, StatusNotPossible, DecisionStands, DueDateInThePast, CaseIsClosed.
    """
    case = still_open(case)
    if existing := case.information_requests.filter(key=key).first():
        return existing
    if case.stage in DECIDED:
        raise DecisionStands
    titles, questions = _once(documents), _once(words.splitlines())
    if not titles and not questions:
        raise NothingAsked
    _not_past(due_on, now)
    move(case, status_of(case, Stage.MISSING), by=by, now=now)
    case.information_requests.current().update(closed_at=now, closed_by=by)
    request = InformationRequest.objects.create(case=case, key=key, asked_by=by, asked_at=now, due_on=due_on)
    names = names_for_applicants(case.applicant.legal_form)
    wanted = [
        *(RequestedItem(kind=Kind.DOCUMENT, title=title, code=code_of(title, names)) for title in titles),
        *(RequestedItem(kind=Kind.WORDS, title=question) for question in questions),
    ]
    for position, item in enumerate(wanted, start=1):
        item.request, item.position = request, position
        item.remark = (remarks or {}).get(item.title, "").strip()
    RequestedItem.objects.bulk_create(wanted)
    _keep_unsent(case, wanted)
    record(by, "case.information_asked", case, now=now, items=len(wanted))
    _say(case, request, wanted, by=by, key=key, now=now)
    return request


@transaction.atomic
def check_answer(
    case: Case,
    verdicts: Iterable[Verdict],
    *,
    due_on: date | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Case:
    """Staff have looked at the answer: each item is accepted, asked for again with a remark, or left for later.

    When all are accepted the request is closed. Those asked for again open for the applicant, and only those.
    Raises RemarkNeeded, CheckedMeanwhile, StatusNotPossible, DueDateInThePast, CaseIsClosed.
    """
    case = still_open(case)
    if already_said(case, key):
        return case
    request = supplied_request(case)
    items = {item.pk: item for item in current_items(case)} if request else {}
    accepted, again = _sorted(case, verdicts, items)
    for item in accepted:
        item.state = State.ACCEPTED
    RequestedItem.objects.bulk_update(accepted, ["state"])
    if request is None or not (accepted or again):
        return case
    record(by, "case.information_checked", case, now=now, accepted=len(accepted), again=len(again))
    if again:
        _ask_again(case, request, again, due_on=due_on, by=by, key=key, now=now)
    elif all(item.is_accepted for item in items.values()):
        close_requests(case, by=by, now=now)
        case.version += 1
        record(by, "case.information_closed", case, now=now)
        line = "Недостающие документы и сведения приняты"
        place_entry(case, kind=Entry.Kind.STATUS, title=line, by=by, key=key, now=now)
    return case


@transaction.atomic
def close_information(case: Case, *, by: User, now: datetime) -> Case:
    """Staff do without what was asked: the case is theirs again."""
    case = locked(case)
    if current_request(case) is None:
        return case
    was_asked = case.stage == Stage.MISSING
    close_requests(case, by=by, now=now)
    if was_asked:
        move(case, status_of(case, Stage.REVIEW), by=by, now=now)
    case.version += 1
    record(by, "case.information_closed", case, now=now)
    line = f"{case.status}: запрос закрыт сетевой организацией"
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )
    if was_asked:
        notices.status_changed(case, press=uuid.uuid4(), said="Добавлять больше ничего не нужно.")
    return case


def _sorted(
    case: Case, verdicts: Iterable[Verdict], items: Mapping[int, RequestedItem]
) -> tuple[list[RequestedItem], list[RequestedItem]]:
    """The items to accept and those to ask for again; without what another press has already said of them."""
    accepted, again = [], []
    for verdict in verdicts:
        item = items.get(verdict.item_id)
        if item is None or item.is_accepted:
            said = RequestedItem.objects.filter(request__case=case, pk=verdict.item_id).first()
            if said is None or said.is_accepted != verdict.is_accepted or said.state == State.ASKED:
                raise CheckedMeanwhile
        elif verdict.is_accepted:
            accepted.append(item)
        elif not verdict.remark.strip():
            raise RemarkNeeded(item.title)
        else:
            item.remark = verdict.remark.strip()
            again.append(item)
    return accepted, again


def _ask_again(
    case: Case,
    request: InformationRequest,
    items: Sequence[RequestedItem],
    *,
    due_on: date | None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> None:
    """Each item is followed by a further one with the remark, so that the answers to the first are none to it."""
    _not_past(due_on, now)
    RequestedItem.objects.filter(pk__in=[item.pk for item in items]).update(state=State.AGAIN)
    anew = [
        RequestedItem(
            request=request,
            kind=item.kind,
            title=item.title,
            code=item.code,
            remark=item.remark,
            position=item.position,
        )
        for item in items
    ]
    RequestedItem.objects.bulk_create(anew)
    request.due_on, request.supplied_at, request.asked_at = due_on, None, now
    request.save(update_fields=["due_on", "supplied_at", "asked_at"])
    move(case, status_of(case, Stage.MISSING), by=by, now=now)
    _say(case, request, anew, by=by, key=key, now=now)


def _say(
    case: Case,
    request: InformationRequest,
    items: Sequence[RequestedItem],
    *,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> None:
    """The line and the message of the feed, one letter, and the paper that the rules make of a request."""
    case.version += 1
    line = f"{case.status} {request.until}".strip()
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )
    text = _message(items, request.until)
    place_entry(case, kind=Entry.Kind.MESSAGE, html=text, by=by, key=key, is_told=False, now=now)
    notices.status_changed(case, press=key)
    want_papers(case, "missing_requested", by=by, key=key, now=now)


def _keep_unsent(case: Case, items: Sequence[RequestedItem]) -> None:
    """What the applicant has prepared for an item of the same name goes into its slot; the rest is dropped."""
    slots = {(item.kind, item.title.casefold()): item for item in items}
    for entry in unsent(case):
        assert entry.answers is not None  # noqa: S101  (asked for in `unsent`)
        slot = slots.get((entry.answers.kind, entry.answers.title.casefold()))
        if slot is not None:
            case.entries.filter(pk=entry.pk).update(answers=slot)
    drop_unsent(case, but=[item.pk for item in items])


def _once(titles: Sequence[str]) -> list[str]:
    """Without empty ones and repetitions."""
    stripped = (title.strip() for title in titles)
    return list({title.casefold(): title for title in stripped if title}.values())


def _not_past(due_on: date | None, now: datetime) -> None:
    if due_on is not None and due_on < timezone.localdate(now):
        raise DueDateInThePast


def _message(items: Sequence[RequestedItem], until: str) -> str:
    documents = [item for item in items if item.is_document]
    questions = [item for item in items if not item.is_document]
    parts = [
        format_html("<p>Добавьте недостающие документы:</p><ul>{}</ul>", _listed(documents)) if documents else "",
        *(html.paragraphs(item.words) for item in questions),  # escaped there
        format_html("<p>Ответьте {}.</p>", until) if until else "",
    ]
    return html.clean("".join(parts))


def _listed(items: Sequence[RequestedItem]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((item.words,) for item in items))
