"""One record of the feed as one person sees it: what is new to them in it, and what they may do with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.timezone import localdate

from accounts.models import User
from documents import release
from signing.models import SignatureRequest

from ..models import Case, Entry
from ..queries import requests_about
from .parties import Signing, may_ask_for_own

_TAKEN_BACK = {Entry.Kind.DOCUMENT, Entry.Kind.MESSAGE}


@dataclass(frozen=True)
class FeedRow:
    entry: Entry
    is_own: bool  # the side of this person has written it
    is_new: bool
    is_withdrawn: bool
    may_be_withdrawn: bool
    may_be_opened: bool
    may_be_signed: bool  # of one's own accord: nobody has asked for it
    signing: Signing | None
    again: str  # where a file that was lost is sent anew; empty where this person may send none
    handed: tuple["FeedRow", ...] = ()  # of the line of an answer to a request: what was handed over with it


def rows_of(entries: Iterable[Entry], case: Case, user: User, *, may_add: bool) -> list[FeedRow]:
    """The rows of some entries of one case. Two queries, however many there are."""
    entries = list(entries)
    looked = case.company_looked_at if user.is_staff_of_company else case.applicant_looked_at
    asked, today = requests_about(case) if any(entry.document_id for entry in entries) else {}, localdate()

    receipts = case.receipt_keys

    def row(entry: Entry, requests: Sequence[SignatureRequest]) -> FeedRow:
        is_own = entry.is_own_of(user)
        is_withdrawn = hasattr(entry, "withdrawal")
        is_takeable = entry.kind in _TAKEN_BACK and entry.key not in receipts
        may_withdraw = user.may_act and is_own and is_takeable and not is_withdrawn and not case.is_closed
        return FeedRow(
            entry=entry,
            is_own=is_own,
            is_new=not is_own and (looked is None or entry.created_at > looked),
            is_withdrawn=is_withdrawn,
            may_be_withdrawn=may_withdraw and not requests,  # what is asked for is recalled, what is signed is kept
            may_be_opened=entry.document is not None and release.may_have(entry.document, own=is_own),
            may_be_signed=not case.is_closed and may_ask_for_own(entry, requests, user),
            signing=Signing(requests, user, today) if requests and not is_withdrawn else None,
            again=f"{case.get_absolute_url()}?add=document#add" if is_own and may_add else "",
        )

    return [row(entry, asked.get(entry.document_id or 0, [])) for entry in entries]


def with_answers(rows: Iterable[FeedRow]) -> list[FeedRow]:
    """An answer to a request is one record: its line, under which stands what was handed over by the same press."""
    joined: list[FeedRow] = []
    for row in rows:
        last = joined[-1] if joined else None
        is_part = (
            row.entry.answers_id is not None
            and last is not None
            and last.entry.kind == Entry.Kind.STATUS
            and last.entry.created_at == row.entry.created_at
            and last.entry.from_company == row.entry.from_company
        )
        if is_part and last is not None:
            joined[-1] = replace(last, handed=(*last.handed, row))
        else:
            joined.append(row)
    return joined
