"""What the terms ask of the rooms above them."""

from typing import TYPE_CHECKING

from tenancy.port import Port

if TYPE_CHECKING:
    from cabinet.cases.letters.notices import News
    from cabinet.cases.models import Case

supplier_warned: "Port[[Case, News, str], None]" = Port(
    "Write to the people of the guaranteeing supplier of a case about its term: of which case, what, once for which "
    "event"
)
