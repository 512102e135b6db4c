"""What signatures mean for a contract: documents become the fact for which they were sent."""

import uuid
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from cabinet.cases.models import Case, Entry
from cabinet.cases.signals import followed
from signing.models import SignatureRequest

from .codes import Code
from .models import Fact
from .services import outcomes

State = SignatureRequest.State


@receiver(followed)
def follow(case: Case, entry: Entry, event: str, by: User, now: datetime, **kwargs: Any) -> None:
    if event != "signed":
        return
    for sent in Fact.objects.filter(case=case, code=Code.SENT, documents__contains=[entry.pk]):
        becomes = sent.detail("becomes")
        asked = _asked(sent)
        if becomes == Code.DRAFT:
            _follow_draft(case, sent, asked, by=by, now=now)
        elif all(request.state == State.SIGNED for request in asked):
            _become(case, sent, becomes, by=by, now=now)


def _asked(sent: Fact) -> list[SignatureRequest]:
    documents = Entry.objects.filter(pk__in=sent.documents).values("document")
    return list(SignatureRequest.objects.filter(document__in=documents))


def _follow_draft(case: Case, sent: Fact, asked: list[SignatureRequest], *, by: User, now: datetime) -> None:
    """A draft is sent when the company has signed all of it; the contract is concluded when both have signed it."""
    if all(request.state == State.SIGNED for request in asked if request.side == SignatureRequest.Side.COMPANY):
        _become(case, sent, Code.DRAFT, by=by, now=now)
        contract = {request.document_id for request in asked if request.side == SignatureRequest.Side.APPLICANT}
        if all(request.state == State.SIGNED for request in asked if request.document_id in contract):
            _become(case, sent, Code.CONCLUDED, by=by, now=now)


def _become(case: Case, sent: Fact, code: str, *, by: User, now: datetime) -> None:
    """Once, whichever signature was the last one: the key follows from what was sent."""
    key = uuid.uuid5(sent.key, code)
    if not Fact.objects.filter(case=case, key=key).exists():
        outcomes.come_about(case, sent, code, by=by, key=key, now=now)
