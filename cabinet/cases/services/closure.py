"""The end of requests for what is missing, with what was put into their slots and never sent."""

from collections.abc import Collection
from datetime import datetime

import documents.services
from accounts.models import User

from ..models import Case, Entry
from ..stages import Stage


def close_requests(case: Case, *, by: User | None, now: datetime) -> None:
    """Nothing is asked of the applicant any more. What they had not sent is dropped: nobody waits for it."""
    case.information_requests.current().update(closed_at=now, closed_by=by)
    drop_unsent(case)


def close_with_stage(case: Case, to: Stage, *, by: User | None, now: datetime) -> None:
    """A request ends when the case leaves the stages in which it is answered and looked at."""
    if to == Stage.MISSING:
        return
    if to != Stage.REVIEW or case.information_requests.open().exists():
        close_requests(case, by=by, now=now)


def unsent(case: Case) -> list[Entry]:
    """What the applicant has put into slots and not sent yet, in the order in which it was put there."""
    staged = case.entries.filter(answers__isnull=False, placed_at=None)
    return list(staged.select_related("document", "answers").order_by("pk"))


def drop_unsent(case: Case, *, but: Collection[int] = ()) -> None:
    """`but` are the items whose slots stay as they are."""
    for entry in unsent(case):
        if entry.answers_id in but:
            continue
        document = entry.document
        entry.delete()
        if document is not None:
            documents.services.discard(document)
