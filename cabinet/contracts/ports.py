"""What contracts ask of the rooms above them."""

from typing import TYPE_CHECKING

from tenancy.port import Port

if TYPE_CHECKING:
    from cabinet.cases.models import Case

payment_page: "Port[[Case], str]" = Port(
    "Where money for this case is recorded: the address of a page of invoices, empty where the case has none"
)
