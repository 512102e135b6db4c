from typing import TYPE_CHECKING

from tenancy.port import Port

if TYPE_CHECKING:
    from .acting import Acting
    from .models import User
    from .policy import Policy

acting_of: "Port[[User], Acting]" = Port("For whom does a person act in this request, and how far?")
policy_of_company: "Port[[], Policy]" = Port("What has the company of this request decided about its people?")
