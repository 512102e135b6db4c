"""How money is put on invoices: rows first, then the sums, the contracts, and who is told. Runs under the lock."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from billing.invoices.models import Invoice
from tenancy import due

from ..books import booked_on
from ..models import Payment, Settlement
from ..tally import count_invoices, count_payments
from . import contracts
from .telling import TELL

BATCH = 2000


@dataclass(frozen=True)
class Part:
    """So much of one payment for one invoice."""

    payment: Payment
    invoice: Invoice
    kopecks: int
    key: uuid.UUID


def settle(parts: Sequence[Part], *, closed: date | None, by: User, now: datetime) -> list[Settlement]:
    """Put money on invoices that are locked. The sums of payments are counted too, so it may be called for old ones."""
    made = Settlement.objects.bulk_create(
        [
            Settlement(
                key=part.key,
                payment=part.payment,
                kind=Settlement.Kind.APPLIED,
                invoice=part.invoice,
                kopecks=part.kopecks,
                counts_on=part.payment.received_on,
                booked_on=booked_on(part.payment.received_on, closed=closed, now=now),
                made_by=by,
                made_at=now,
            )
            for part in parts
        ],
        batch_size=BATCH,
    )
    count_invoices({part.invoice.pk for part in parts})
    count_payments({part.payment.pk for part in parts})
    told = contracts.tell(made, by=by, now=now)
    due.plan_many(TELL, {settlement.pk: now for settlement in made if settlement.pk not in told})
    return made
