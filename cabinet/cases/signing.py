"""What signing means for a case: when a document is handed over or withdrawn, which status follows, who is told."""

import uuid
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from signing.models import SignatureRequest
from signing.signals import changed
from signing.stages import UNSIGNED

from . import ports
from .letters import notices
from .letters import signing as letters
from .models import Case, Entry
from .services.outcome import move, status_of
from .services.placement import locked, place_entry
from .signals import followed
from .stages import Stage

Side, State = SignatureRequest.Side, SignatureRequest.State


@receiver(changed)
def follow(request: SignatureRequest, event: str, by: User | None, now: datetime, **kwargs: Any) -> None:
    entry = Entry.objects.filter(document=request.document_id).select_related("case", "document").first()
    if entry is None:
        return
    case = locked(entry.case)
    if event == "signed" and entry.placed_at is None:
        _place(case, entry, now=now)
    if event == "recalled" and entry.placed_at is not None and by is not None:
        _take_back(case, entry, request.reason, by=by, now=now)
    if entry.placed_at is not None:
        _touch(case, request, event, now=now)
    _move_on(case, entry, request, event, by=by, now=now)
    letters.tell(event, case, entry, request, by=by, now=now)
    followed.send(Case, case=case, entry=entry, event=event, by=by or request.asked_by, now=now)
    ports.clock(case, now)


def _place(case: Case, entry: Entry, *, now: datetime) -> None:
    """The company has signed: from now on the applicant sees the document.

    The documents of an offer are seen together, when the last of them is signed; whoever sent them tells of them.
    """
    together = ports.placed_together(entry)
    waiting = SignatureRequest.objects.filter(document__in=[one.document_id for one in together], side=Side.COMPANY)
    if len(together) > 1 and waiting.exclude(state=State.SIGNED).exists():
        return
    for one in together:
        one.placed_at = one.created_at = now
        one.save(update_fields=["placed_at", "created_at"])
    entry.placed_at = entry.created_at = now
    is_alone = len(together) == 1
    if (
        is_alone
        and not entry.from_supplier
        and not SignatureRequest.objects.filter(document=entry.document_id, side=Side.APPLICANT).exists()
    ):
        letters.placed(case, entry)


def _take_back(case: Case, entry: Entry, reason: str, *, by: User, now: datetime) -> None:
    """The record of a withdrawal, without its letter: of a recall everybody has one already."""
    if Entry.objects.filter(withdraws=entry).exists():
        return
    Entry.objects.create(
        case=case,
        kind=Entry.Kind.WITHDRAWAL,
        key=uuid.uuid4(),
        author=by,
        from_company=by.is_staff_of_company,
        title=reason,
        withdraws=entry,
        created_at=now,
        placed_at=now,
    )


def _move_on(
    case: Case, entry: Entry, request: SignatureRequest, event: str, *, by: User | None, now: datetime
) -> None:
    """The status that follows: the contract is with the applicant, is signed by both, or is not signed after all."""
    if not case.nature.has_stages:
        return
    asked = list(SignatureRequest.objects.filter(document=request.document_id))
    if {Side.COMPANY, Side.APPLICANT} - {Side(one.side) for one in asked}:
        return
    is_signed = all(one.state == State.SIGNED for one in asked)
    author = by or asked[0].asked_by  # the worker acts for whoever has sent the document
    if event == "signed" and not is_signed and case.stage == Stage.OFFER:
        _give(case, Stage.SIGNING, f"размещено на подпись: «{entry.title}»", by=author, now=now)
        notices.status_by_sms(case)  # the letter is that of the turn to sign
    elif event == "signed" and is_signed and case.stage == Stage.SIGNING and not _awaited_of_applicant(case):
        to = Stage(case.edition.after_signing)
        _give(case, to, f"подписано обеими сторонами: «{entry.title}»", by=author, now=now)
        notices.status_changed(case, press=uuid.uuid4())
    elif event in {"declined", "recalled"} and case.stage == Stage.SIGNING and not _awaited_of_applicant(case):
        words = "отказано в подписании" if event == "declined" else "отозвано с подписания"
        _give(case, Stage.REVIEW, f"{words}: «{entry.title}»", by=author, now=now)
        if author.is_staff_of_company:
            notices.status_by_sms(case)


def _give(case: Case, to: Stage, words: str, *, by: User, now: datetime) -> None:
    move(case, status_of(case, to), by=by, now=now)
    case.version += 1
    line = f"{case.status}: {words}"[:300]
    place_entry(
        case, kind=Entry.Kind.STATUS, title=line, code=case.status_code, by=by, key=uuid.uuid4(), is_told=False, now=now
    )


def _awaited_of_applicant(case: Case) -> bool:
    documents = case.entries.filter(document__isnull=False).values("document")
    waiting = SignatureRequest.objects.filter(document__in=documents, side=Side.APPLICANT, state__in=UNSIGNED)
    return waiting.filter(asked_by__in=User.objects.exclude(staff_role="")).exists()


def _touch(case: Case, request: SignatureRequest, event: str, *, now: datetime) -> None:
    """An open page learns of it, and the other side sees that there is something new."""
    if event in {"signed", "declined", "recalled"}:
        if request.side != Side.APPLICANT:
            case.company_spoke_at = now
        if request.side != Side.COMPANY:  # the word of a supplier is new to both
            case.applicant_spoke_at = now
    case.changed_at = now
    case.save(update_fields=["company_spoke_at", "applicant_spoke_at", "changed_at"])
