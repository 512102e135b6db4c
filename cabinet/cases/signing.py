"""What signing means for a case: when a document is handed over, what is withdrawn, who is told."""

import uuid
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from signing.models import SignatureRequest
from signing.signals import changed

from . import signing_letters as letters
from .models import Case, Entry
from .services.feed import locked

Side = SignatureRequest.Side


@receiver(changed)
def follow(request: SignatureRequest, event: str, by: User | None, now: datetime, **kwargs: Any) -> None:
    entry = Entry.objects.filter(document=request.document_id).select_related("case", "document").first()
    if entry is None:
        return
    case = locked(entry.case)
    if event == "signed" and entry.placed_at is None:
        _place(case, entry, request, now=now)
    if event == "recalled" and entry.placed_at is not None and by is not None:
        _take_back(case, entry, request.reason, by=by, now=now)
    if entry.placed_at is not None:
        _touch(case, request, event, now=now)
    letters.tell(event, case, entry, request, by=by, now=now)


def _place(case: Case, entry: Entry, request: SignatureRequest, *, now: datetime) -> None:
    """The company has signed: from now on the applicant sees the document."""
    entry.placed_at = entry.created_at = now
    entry.save(update_fields=["placed_at", "created_at"])
    if not SignatureRequest.objects.filter(document=request.document_id, side=Side.APPLICANT).exists():
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


def _touch(case: Case, request: SignatureRequest, event: str, *, now: datetime) -> None:
    """An open page learns of it, and the other side sees that there is something new."""
    if event in {"signed", "declined", "recalled"}:
        spoke = "company_spoke_at" if request.side == Side.COMPANY else "applicant_spoke_at"
        setattr(case, spoke, now)
    case.changed_at = now
    case.save(update_fields=["company_spoke_at", "applicant_spoke_at", "changed_at"])
