"""What has become of an invoice, in words. Nothing of it is stored: it follows from sums and days."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from .models import Invoice


@dataclass(frozen=True)
class State:
    code: str
    title: str
    tone: str
    icon: str


ISSUED = State("issued", "Выставлен", "wait", "clock")
AWAITED = State("awaited", "Ждёт размещения", "live", "hourglass")
PARTLY = State("partly", "Оплачен частично", "wait", "clock")
PAID = State("paid", "Оплачен", "good", "check")
OVERDUE = State("overdue", "Просрочен", "bad", "warning")
CANCELLED = State("cancelled", "Отменён", "", "minus")
RETURNED = State("returned", "Возврат", "", "back")
ALL = (ISSUED, AWAITED, PARTLY, OVERDUE, PAID, CANCELLED, RETURNED)


def state_of(invoice: Invoice, today: date) -> State:
    if invoice.is_cancelled:
        return RETURNED if invoice.returned_kopecks else CANCELLED
    if invoice.returned_kopecks and not invoice.paid_kopecks:
        return RETURNED
    if invoice.is_paid:
        return PAID
    if invoice.placed_at is None:
        return AWAITED
    if invoice.is_overdue(today):
        return OVERDUE
    return PARTLY if invoice.paid_kopecks else ISSUED


def condition(code: str, today: date) -> Q:
    """The rows in a state, for a filter of a list. It says the same as `state_of`: a test compares them."""
    stands, owed = Q(cancelled_at=None), Q(paid_kopecks__lt=F("kopecks"))
    returned = Q(returned_kopecks__gt=0) & (Q(cancelled_at__isnull=False) | Q(paid_kopecks=0))
    open_ = stands & owed & ~returned & Q(placed_at__isnull=False)
    late = Q(pay_until__lt=today)
    in_term = Q(pay_until=None) | Q(pay_until__gte=today)
    return {
        "issued": open_ & in_term & Q(paid_kopecks=0),
        "awaited": stands & owed & ~returned & Q(placed_at=None),
        "partly": open_ & in_term & Q(paid_kopecks__gt=0),
        "overdue": open_ & late,
        "paid": stands & Q(paid_kopecks__gte=F("kopecks")),
        "cancelled": Q(cancelled_at__isnull=False, returned_kopecks=0),
        "returned": returned,
    }[code]
