"""What the company sends to have a contract concluded: the offer of Section X, or a draft that both sides sign."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from cabinet.cases.stages import Stage
from cabinet.rules.pack import Procedure
from documents.models import Document
from ui.words import money

from ..codes import Code
from ..errors import ConcludedAlready, NotTheWay, OtherSum, SetIncomplete, TotalBelowInvoice
from ..models import Fact
from ..ports import Bill
from ..queries import Contract, contract_of
from .chronicle import done_before, say
from .papers import BOTH, COMPANY, Paper, Source, recall_unsigned, send, taken, title_of
from .sums import checked_sum

INVOICE = "invoice"  # the code of that document in the rule pack


def send_offer(
    case: Case,
    files: Mapping[str, Source | Document],
    *,
    amount: Decimal,
    total: Decimal | None = None,
    bill: Bill | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """Send the documents of an offer to the company's signer. Signed, they are placed all in one moment.

    `files` are named by the codes of the documents, `amount` is the sum of the invoice, `total` the whole price where
    the invoice is its first part. With a `bill` the invoice is the issued one, where `files` have no other. A new offer
    supersedes the one that stands; nothing undoes a placed one. Raises SetIncomplete, NotTheWay, ConcludedAlready,
    WrongSum, TotalBelowInvoice, OtherSum, CaseIsClosed, and what files raise.
    """
    amount = checked_sum(amount)
    total = checked_sum(total) if total is not None else amount
    if total < amount:
        raise TotalBelowInvoice(amount)
    details = {"amount": str(amount), "total": str(total)}
    if bill is not None and bill.document is not None and not files.get(INVOICE):
        if (amount, total) != (bill.amount, bill.total):
            raise OtherSum(number=bill.number, sum=money(bill.amount), total=money(bill.total))
        files = {**files, INVOICE: bill.document}
        details["bill"] = bill.number
    return _send(case, files, contract="payment", becomes=Code.OFFER, details=details, by=by, key=key, now=now)


def send_draft(
    case: Case, files: Mapping[str, Source], *, due_on: date | None = None, by: User, key: uuid.UUID, now: datetime
) -> Fact:
    """Send a draft of the contract with its conditions: the company signs first, then the applicant the contract.

    It is sent to the applicant when the company has signed all of it. A new draft stands in the place of one that is
    not signed yet. Raises as `send_offer`, DueDateInThePast.
    """
    return _send(case, files, contract="signatures", becomes=Code.DRAFT, due_on=due_on, by=by, key=key, now=now)


def _send(
    case: Case,
    files: Mapping[str, Source | Document],
    *,
    contract: str,
    becomes: Code,
    details: dict[str, Any] | None = None,
    due_on: date | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    if done := done_before(case, key):
        return done
    way = _way(contract_of(case), contract)
    must_be_complete(case, way, files)
    documents = dict(zip(way.sends, taken([files[code] for code in way.sends], by=by, now=now), strict=True))
    with transaction.atomic():
        cases.locked_requests(case)
        case = still_open(case)
        if done := done_before(case, key):
            return done
        _way(contract_of(case), contract)
        return send_set(
            case, way, documents, becomes=becomes, due_on=due_on, details=details or {}, by=by, key=key, now=now
        )


def send_set(
    case: Case,
    way: Procedure,
    documents: Mapping[str, Document],
    *,
    becomes: Code,
    due_on: date | None,
    details: dict[str, Any],
    about: Fact | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """The documents of a way, in its order, into a locked case whose requests to sign are locked as well."""
    current = contract_of(case)
    recall_unsigned(case, [sent for sent in current.being_signed if sent.detail("becomes") == becomes], by=by, now=now)
    if becomes == Code.DRAFT and current.draft:
        recall_unsigned(case, [current.draft], by=by, now=now)
    case.refresh_from_db()
    papers = [
        Paper(document, title_of(case, code), code, BOTH if code == way.contract_document else COMPANY)
        for code, document in documents.items()
    ]
    sent = send(
        case,
        papers,
        becomes=becomes,
        title="Оферта отправлена на подпись" if becomes == Code.OFFER else "Проект договора отправлен на подпись",
        due_on=due_on,
        about=about,
        details={**details, "procedure": way.code},
        by=by,
        key=key,
        now=now,
    )
    if Stage.OFFER in case.next_stages and not current.offer:  # an offer that stands may still be paid
        status = cases.status_of(case, Stage.OFFER)
        line = "готовим оферту" if becomes == Code.OFFER else "готовим проект договора"
        say(case, line, status=status, by=by, key=uuid.uuid5(key, "status"), now=now)
    return sent


def must_be_complete(case: Case, way: Procedure, files: Mapping[str, object]) -> None:
    """Raises SetIncomplete with the names of what is not there."""
    if missing := [title_of(case, code) for code in way.sends if not files.get(code)]:
        raise SetIncomplete(missing)


def _way(contract: Contract, wanted: str) -> Procedure:
    """Raises NotTheWay, ConcludedAlready."""
    if contract.is_concluded:
        raise ConcludedAlready
    way = contract.way(wanted)
    if way is None:
        raise NotTheWay
    return way
