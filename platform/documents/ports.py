from typing import TYPE_CHECKING

from tenancy.port import Port

if TYPE_CHECKING:
    from .policy import Policy

policy_of_company: "Port[[], Policy]" = Port("What has the company of this request decided about its files?")
