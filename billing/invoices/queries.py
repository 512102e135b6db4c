"""What others read of invoices."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from accounts.models import Applicant, User
from cabinet.cases.models import Case
from cabinet.contracts.ports import Bill

from . import states
from .models import Invoice, InvoiceQuerySet

MOST_ON_A_CARD = 20


def bill_for_offer(case: Case) -> Bill | None:
    """The last one that was issued to go with the offer and has not gone yet."""
    waiting = Invoice.objects.standing().filter(case=case, with_offer=True, placed_at=None)
    invoice = waiting.select_related("document").first()
    if invoice is None:
        return None
    total = invoice.reckoning.get("total", invoice.kopecks)
    return Bill(invoice.number, in_roubles_decimal(invoice.kopecks), in_roubles_decimal(total), invoice.document)


def in_roubles_decimal(kopecks: int) -> Decimal:
    return Decimal(kopecks) / 100


def of_case(case: Case, user: User) -> list[Invoice]:
    """One query, for a panel of the card. Who sees the case sees its invoices; the applicant those that are placed."""
    found = Invoice.objects.filter(case=case)
    if not user.is_staff_of_company:
        found = found.exclude(placed_at=None)
    return list(found[:MOST_ON_A_CARD])


def open_of(user: User) -> InvoiceQuerySet:
    """What an applicant still owes: the soonest day first."""
    mine = Invoice.objects.visible_to(user).open().filter(returned_kopecks=0)
    return mine.order_by(F("pay_until").asc(nulls_last=True), "pk")


def reduced_rate_used(applicant: Applicant, *, except_case: Case) -> Invoice | None:
    """The last time that this person was asked for the reduced rate: once in a period it is theirs."""
    used = Invoice.objects.standing().filter(reckoning__chosen="reduced", case__applicant=applicant)
    return used.exclude(case=except_case).order_by("-issued_on").first()


def left_of_schedule(invoice: Invoice) -> int:
    """What is still owed of the whole price that this invoice is a part of, in kopecks."""
    first = invoice.first_id or invoice.pk
    family = Invoice.objects.standing().filter(Q(pk=first) | Q(first=first))
    paid: int = family.aggregate(paid=Sum("paid_kopecks", default=0))["paid"]
    return (sum(part["gross"] for part in invoice.schedule) or invoice.kopecks) - paid


def listed(user: User) -> InvoiceQuerySet:
    return Invoice.objects.visible_to(user).select_related("case", "case__applicant")


def found(
    invoices: InvoiceQuerySet, *, words: str = "", state: str = "", since: date | None, until: date | None, today: date
) -> InvoiceQuerySet:
    if words := words.strip():
        invoices = invoices.filter(
            Q(number__icontains=words)
            | Q(payer_name__icontains=words)
            | Q(payer_inn__startswith=words)
            | Q(case__number__icontains=words)
        )
    if state in {one.code for one in states.ALL}:
        invoices = invoices.filter(states.condition(state, today))
    if since:
        invoices = invoices.filter(issued_on__gte=since)
    if until:
        invoices = invoices.filter(issued_on__lte=until)
    return invoices
