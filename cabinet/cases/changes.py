"""What has changed since a cursor: the journal, of which `audit.told` names the events, with the case of each.

The journal is read by the numbers of its records, which is its primary key, so years of it cost no more than a day.
`audit.horizon` says up to which number it is complete: a change that commits late is never skipped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit import told
from audit.horizon import complete_up_to
from audit.models import Record
from tenancy.company import current_company
from webhooks.ports import Place

from .models import Case, Entry

REQUEST, PAYMENT = "signing.signaturerequest", "payments.payment"


@dataclass(frozen=True)
class Change:
    record: Record
    case: Case | None  # as it is now; a payment may belong to none
    entry: int | None  # of the feed
    payment: int | None


@dataclass(frozen=True)
class Changes:
    items: list[Change]
    reached: int  # the number from which to ask next
    has_more: bool


def latest() -> int:
    return complete_up_to()


def since(number: int, *, user: User, limit: int) -> Changes:
    """The changes with a higher number, in their order; at most `limit`, by the same queries."""
    reached = complete_up_to()
    found = Record.objects.filter(pk__gt=number, pk__lte=reached, event__in=list(told.catalogue()))
    records = list(found.order_by("pk")[: limit + 1])
    has_more = len(records) > limit
    records = records[:limit]
    if has_more:
        reached = records[-1].pk
    return Changes(told_to(user, records), max(reached, number), has_more)


def told_to(user: User, records: Collection[Record]) -> list[Change]:
    """Of these records what this person may know: of the cases they see, and of entries that are shown to them."""
    places = _places(records)
    cases = Case.objects.visible_to(user).submitted().in_bulk({case for case, _entry in places.values()})
    hidden = _hidden(user, {entry for _case, entry in places.values() if entry})
    changes = []
    for record in records:
        number, entry = places.get(record.pk, (None, None))
        case = cases.get(number) if number else None
        payment = record.subject_id if record.subject_kind == PAYMENT else None
        is_known = case is not None or (number is None and payment is not None and user.is_staff_of_company)
        # An invoice that was cancelled before it was placed has never been shown to the applicant.
        is_shown = user.is_staff_of_company or record.details.get("is_placed", True)
        if is_known and is_shown and entry not in hidden:
            changes.append(Change(record, case, entry, payment))
    return changes


def place_of(record: Record) -> Place:
    """To which applicant and kind of case an event belongs, for whoever chooses what to be told of."""
    number, _entry = _places([record]).get(record.pk, (None, None))
    found = Case.objects.filter(pk=number).values_list("applicant", "kind").first() if number else None
    return Place(*found) if found else Place()


def told_by_webhook(user: User, record: Record) -> dict[str, Any] | None:
    """Numbers and states of one change, with links; own words of a status are left out, since people write them.

    None if this person may not know of it.
    """
    change = next(iter(told_to(user, [record])), None)
    if change is None:
        return None
    case, home = change.case, current_company().address
    about = {"id": case.pk, "kind": case.kind, "number": case.number, "stage": case.stage} if case else None
    links = {"api": f"{home}/api/v1/cases/{case.pk}/", "page": f"{home}{case.get_absolute_url()}"} if case else {}
    return {"id": record.pk, "case": about, "entry": change.entry, "payment": change.payment, "links": links}


def _places(records: Collection[Record]) -> dict[int, tuple[int, int | None]]:
    """The case of each record and the entry that it is about, by the number of the record; without those of no case."""
    about = Case._meta.label_lower
    found: dict[int, tuple[int, int | None]] = {}
    asked: dict[int, int] = {}
    for record in records:
        if record.subject_kind == REQUEST:
            asked[record.pk] = record.subject_id
        elif record.subject_kind == about:
            found[record.pk] = (record.subject_id, record.details.get("entry"))
        elif "case" in record.details:
            found[record.pk] = (record.details["case"], None)
    if asked:
        signed = Entry.objects.filter(document__signature_requests__in=set(asked.values())).order_by("-pk")
        known = {
            request: (case, entry)
            for request, case, entry in signed.values_list("document__signature_requests", "case", "pk")
        }
        found.update({pk: known[request] for pk, request in asked.items() if request in known})
    return found


def _hidden(user: User, entries: Collection[int]) -> set[int]:
    """Those that this person does not see: not placed yet, or a note."""
    shown = Entry.objects.visible_to(user).filter(pk__in=entries).values_list("pk", flat=True) if entries else ()
    return set(entries) - set(shown)
