"""Look-ups that others make of companies."""

import time

from django.conf import settings

from accounts.models import Invitation, StaffRole
from audit.models import Record, RecordQuerySet
from tenancy.company import inside
from tenants.models import GridCompany

# Every request asks whose host it came to. What is known stays known for this long, in this process only: a
# suspended company is read only everywhere after two seconds.
HOST_KNOWN_SECONDS = 2.0

_known: dict[str, tuple[float, GridCompany]] = {}


def company_for_host(host: str) -> GridCompany | None:
    """The company that answers at `host`, with its addresses. Hosts nobody owns are endless, so not remembered."""
    known_until, company = _known.get(host, (0.0, None))
    if company is not None and time.monotonic() < known_until:
        return company
    company = GridCompany.objects.filter(domains__domain=host).prefetch_related("domains").first()
    if company is None:
        _known.pop(host, None)
        return None
    _known[host] = (time.monotonic() + HOST_KNOWN_SECONDS, company)
    return company


def forget_hosts() -> None:
    """Look again at the next request of this process."""
    _known.clear()


def host_for(subdomain: str) -> str:
    return f"{subdomain}.{settings.PLATFORM_HOST}"


def administrator_invitation(company: GridCompany) -> Invitation | None:
    """The last letter that asked somebody to administer the company. One query, in the company's own schema."""
    with inside(company):
        return Invitation.objects.filter(staff_role=StaffRole.ADMINISTRATOR).order_by("-sent_at").first()


def history(company: GridCompany) -> RecordQuerySet:
    """What operators did with the company."""
    return Record.objects.about(company)
