"""The facts of a contract as one person sees them, newest first, with the documents they may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid5

from accounts.models import User
from cabinet.cases.models import Entry
from cabinet.company.queries import profile

from .codes import Code
from .models import Fact
from .queries import Contract


@dataclass(frozen=True)
class Row:
    fact: Fact
    who: str
    text: str
    documents: Sequence[Entry]
    is_waiting: bool
    is_stopped: bool


def timeline_of(contract: Contract, user: User) -> list[Row]:
    """An applicant sees no document before it is placed, and reads of what is being signed when it is.

    What was sent to be signed is left out for staff as well when it has become a fact, which names the same documents.
    """
    for_staff = user.is_staff_of_company
    keys = {fact.key for fact in contract.facts}
    facts = [
        one
        for one in contract.facts
        if one.code != Code.SENT or (for_staff and uuid5(one.key, one.detail("becomes")) not in keys)
    ]
    numbers = {pk for fact in facts for pk in fact.documents}
    shown = Entry.objects.filter(case=contract.case).shown_to(user).filter(pk__in=numbers) if numbers else []
    entries = {entry.pk: entry for entry in shown}
    company = profile().short_name if facts else ""

    def row(fact: Fact) -> Row:
        supplier = fact.recorded_by.supplier
        side = company if fact.from_company else supplier.name if supplier else "Заявитель"
        return Row(
            fact=fact,
            who=fact.recorded_by.short_name if for_staff and fact.from_company else side,
            text=_said(fact),
            documents=[entries[pk] for pk in fact.documents if pk in entries],
            is_waiting=fact.code == Code.SENT and fact in contract.being_signed,
            is_stopped=fact.code == Code.SENT and contract.is_stopped(fact),
        )

    return [row(fact) for fact in reversed(facts)]


def _said(fact: Fact) -> str:
    remarks = fact.detail("remarks")
    return "\n".join(
        filter(None, [fact.text if fact.text not in fact.title else "", f"Замечания: {remarks}" if remarks else ""])
    )
