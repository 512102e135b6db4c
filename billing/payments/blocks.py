"""What the card of an invoice shows of payments: what has paid it, and the way to pay it online."""

from accounts.models import User
from billing.invoices.blocks import Block
from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles

from .queries import payments_of
from .settings import acquirer


def blocks_of(invoice: Invoice, user: User) -> list[Block]:
    blocks = []
    if invoice.paid_kopecks and (applied := payments_of(invoice)):
        told = [(one.payment, in_roubles(one.kopecks)) for one in applied]
        blocks.append(Block("payments/of_invoice.html", {"payments": told, "for_staff": user.is_staff_of_company}))
    if _is_to_be_paid(invoice) and not user.is_staff_of_company and user.may_act and acquirer() is not None:
        blocks.append(Block("payments/online.html", {"left": in_roubles(invoice.left)}))
    return blocks


def _is_to_be_paid(invoice: Invoice) -> bool:
    return invoice.left > 0 and not invoice.returned_kopecks
