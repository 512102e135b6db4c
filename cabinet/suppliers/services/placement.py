"""The supplier places its contract: the file is signed by its certificate, and what belongs to it is told with it."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cabinet.applications.models import Application
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from cabinet.contracts.models import Fact
from cabinet.contracts.services.chronicle import done_before
from cabinet.contracts.services.papers import Paper, Source, recall_unsigned, send, taken
from cabinet.rules.pack import Supplier as Rule
from signing.models import SignatureRequest

from ..errors import AccountNeeded, ApplicationIsOver, NotYours
from ..queries import sent_by

Side = SignatureRequest.Side


@dataclass(frozen=True)
class Terms:
    """What the applicant has to know beside the contract: whom to pay, where, and under which personal account."""

    payee: str
    bank: str
    bik: str
    settlement_account: str
    personal_account: str = ""


def place_contract(case: Case, source: Source, terms: Terms, *, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """Send the supplier's contract to be signed by its own certificate. Signed, it is placed, and ends its term.

    What it has sent before and not signed yet is recalled; what is placed stays, and the newest counts. Raises
    NotYours, ApplicationIsOver, AccountNeeded, and what files raise.
    """
    if done := done_before(case, key):
        return done
    rule = _must_be_possible(case, terms, by=by)
    [document] = taken([source], by=by, now=now)
    with transaction.atomic():
        cases.locked_requests(case)
        case = still_open(case)
        if done := done_before(case, key):
            return done
        _must_be_possible(case, terms, by=by)
        recall_unsigned(case, sent_by(by, case), by=by, now=now)
        case.refresh_from_db()
        event = case.edition.event(rule.event)
        assert event is not None  # noqa: S101  (the check of the pack says so)
        return send(
            case,
            [Paper(document, rule.places.title, rule.places.code, (Side.SUPPLIER,))],
            becomes=rule.event,
            title=f"{rule.places.title}: на подписи",
            details={**asdict(terms), "title": event.title},
            by=by,
            key=key,
            now=now,
        )


def _must_be_possible(case: Case, terms: Terms, *, by: User) -> Rule:
    application = Application.objects.select_related("case__applicant").get(pk=case.pk)
    if by.supplier_id is None or application.supplier_id != by.supplier_id:
        raise NotYours
    rule = case.edition.supplier
    if rule is None or case.is_closed:
        raise ApplicationIsOver
    if rule.asks_account(case.nature.stated(application.case)) and not terms.personal_account.strip():
        raise AccountNeeded
    return rule
