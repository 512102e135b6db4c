"""The facts of a contract as one person sees them, newest first, with the documents they may open."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def timeline_of(contract: Contract, user: User) -> list[Row]:
    """An applicant sees no document before it is placed, and reads of what is being signed when it is."""
    for_staff = user.is_staff_of_company
    facts = [fact for fact in contract.facts if for_staff or fact.code != Code.SENT]
    numbers = {pk for fact in facts for pk in fact.documents}
    shown = Entry.objects.filter(case=contract.case).shown_to(user).filter(pk__in=numbers) if numbers else []
    entries = {entry.pk: entry for entry in shown}
    company = profile().short_name if facts else ""

    def row(fact: Fact) -> Row:
        side = company if fact.from_company else "Заявитель"
        return Row(
            fact=fact,
            who=fact.recorded_by.short_name if for_staff and fact.from_company else side,
            text=_said(fact),
            documents=[entries[pk] for pk in fact.documents if pk in entries],
            is_waiting=fact.code == Code.SENT and fact in contract.being_signed,
        )

    return [row(fact) for fact in reversed(facts)]


def _said(fact: Fact) -> str:
    remarks = fact.detail("remarks")
    return "\n".join(
        filter(None, [fact.text if fact.text not in fact.title else "", f"Замечания: {remarks}" if remarks else ""])
    )
