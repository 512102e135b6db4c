"""The time of an inspection: either side proposes one, the other agrees or proposes another."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from ui.words import with_time

from ..codes import INSPECTED, Code
from ..errors import ConfirmedByOtherSide, DateInPast, FactUnknown, NotConcluded, NothingProposed
from ..models import Fact
from ..queries import Contract, contract_of
from .chronicle import done_before, note, say


@transaction.atomic
def propose_inspection(case: Case, *, at: datetime, text: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """Propose a time, also another than the one that was proposed or agreed before.

    Raises FactUnknown where the rules know no inspection, NotConcluded, DateInPast, CaseIsClosed.
    """
    case = still_open(case)
    if done := done_before(case, key):
        return done
    contract = _contract(case)
    if at <= now:
        raise DateInPast
    line = f"Предложено время осмотра: {with_time(localtime(at))}"
    fact = note(
        case, Code.INSPECTION_PROPOSED, title=line, text=text, about=contract.inspection,
        details={"at": at.isoformat()}, by=by, key=key, now=now,
    )  # fmt: skip
    asks = "Согласуйте его или предложите другое в разделе «Договор и исполнение»."
    say(case, line, subject="время осмотра", asks=asks, by=by, key=key, now=now)
    return fact


@transaction.atomic
def agree_inspection(case: Case, *, proposed: int, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """Agree to the time that the other side has proposed last; `proposed` is the fact that the page showed.

    Raises NothingProposed, ConfirmedByOtherSide, DateInPast, CaseIsClosed.
    """
    case = still_open(case)
    if done := done_before(case, key):
        return done
    contract = _contract(case)
    last = contract.inspection
    if last is None or last.pk != proposed or contract.is_agreed(last):
        raise NothingProposed
    if last.from_company == by.is_staff_of_company:
        raise ConfirmedByOtherSide
    at = last.moment
    if at is None or at <= now:
        raise DateInPast
    line = f"Время осмотра согласовано: {with_time(localtime(at))}"
    fact = note(
        case, Code.INSPECTION_AGREED, title=line, about=last, details={"at": at.isoformat()}, by=by, key=key, now=now
    )
    say(case, line, subject="время осмотра согласовано", by=by, key=key, now=now)
    return fact


def _contract(case: Case) -> Contract:
    contract = contract_of(case)
    if contract.milestone(INSPECTED) is None:
        raise FactUnknown
    if not contract.is_concluded:
        raise NotConcluded
    return contract
