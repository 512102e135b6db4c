"""A concluded contract is changed or ended by a document that both sides sign here."""

import uuid
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from ui.words import one_line

from ..codes import Code
from ..errors import FileNeeded, NotConcluded, SigningAwaited, TextNeeded
from ..models import Fact
from ..queries import contract_of
from .chronicle import done_before
from .papers import BOTH, Paper, Source, send, taken

# The documents, as the feed calls them.
TITLES = {
    Code.AMENDED: "Дополнительное соглашение",
    Code.APPLICANT_CHANGED: "Соглашение о замене заявителя",
    Code.TERMINATED: "Соглашение о расторжении договора",
}


def send_change(
    case: Case,
    change: Code,
    source: Source | None,
    *,
    text: str,
    whom: str = "",
    due_on: date | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """Send the document of a change to both sides; the change is a fact when both have signed.

    `text` says what changes, `whom` who becomes the applicant. Raises NotConcluded, FileNeeded, TextNeeded,
    SigningAwaited for a second one of the same sort, DueDateInThePast, CaseIsClosed, and what a file raises.
    """
    if done := done_before(case, key):
        return done
    if source is None:
        raise FileNeeded(TITLES[change].lower())
    whom = one_line(whom, 200)
    if not text.strip() or (change == Code.APPLICANT_CHANGED and not whom):
        raise TextNeeded
    [document] = taken([source], by=by, now=now)
    with transaction.atomic():
        case = still_open(case)
        if done := done_before(case, key):
            return done
        contract = contract_of(case)
        if not contract.is_concluded:
            raise NotConcluded
        if contract.waits(change):
            raise SigningAwaited(TITLES[change])
        details = {"whom": whom} if whom else {}
        return send(
            case, [Paper(document, TITLES[change], sides=BOTH)], becomes=change,
            title=f"{TITLES[change]}: на подписи", due_on=due_on, text=text, details=details, by=by, key=key, now=now,
        )  # fmt: skip
