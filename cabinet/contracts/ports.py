"""What contracts ask of the rooms above them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tenancy.port import Port

if TYPE_CHECKING:
    from cabinet.cases.models import Case
    from documents.models import Document


@dataclass(frozen=True)
class Bill:
    """An issued invoice that waits for the offer of its case. It has no document until the worker has drawn it."""

    number: str
    amount: Decimal
    total: Decimal  # the whole price, of which the invoice may be the first part
    document: "Document | None"


payment_page: "Port[[Case], str]" = Port(
    "Where money for this case is recorded: the address of a page of invoices, empty where the case has none"
)
bill_for_offer: "Port[[Case], Bill | None]" = Port("The invoice that was issued to be placed with the offer of a case")
