"""Letters to the people of a supplier. They carry the number of the application and no personal data."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.urls import reverse

from accounts.models import Supplier, User
from cabinet.cases.letters.notices import News
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from notifications.models import OutboxMessage
from notifications.services import send_email
from tenancy.company import current_company


def addresses_of(supplier: Supplier, *, since: datetime | None = None) -> list[str]:
    """Its people who may come in, or while it has none its own address; nobody, where it is not let in.

    With `since` only those who were here then: whoever comes later finds in the queue what was told before.
    """
    if supplier.blocked_at is not None:
        return []
    people = list(User.objects.active().filter(supplier=supplier).order_by("pk").values_list("email", "joined_at"))
    if not people:
        return [supplier.email]
    return [email for email, joined_at in people if since is None or joined_at <= since]


def key_of(case: Case, event: str, address: str) -> UUID:
    """The same event to the same address is the same letter, however often the rule runs."""
    return uuid5(case.key, f"{case.pk}-supplier-{event}-{address}")


def write(case: Case, news: News, event: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        send_email(
            key=key_of(case, event, address),
            to=address,
            template="supplier_news",
            context={
                "case": case,
                "company_name": profile().short_name,
                "news": news,
                "link": f"{current_company().address}{reverse('supplied', args=[case.pk])}",
            },
            case_ref=f"case-{case.pk}",
        )


def warned(case: Case, news: News, event: str) -> None:
    """What `terms` asks by its port."""
    supplier = case.application.supplier
    if supplier is not None:
        write(case, news, event, addresses_of(supplier))


def untold(keys: Sequence[UUID]) -> set[UUID]:
    """Of letters that would be written those that have not been. One query."""
    return set(keys) - set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
