"""«Счета и оплата» in the menu of an applicant: only where there are invoices, with how many are open.

The menu stands on every page, so the two numbers are kept in the cache for a minute and forgotten when an invoice is
placed or cancelled. After a payment the count may be a minute old; the list itself never is.
"""

from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q

from accounts.models import User

from .models import Invoice

SECONDS = 60


def shown_to(user: User) -> tuple[int, int]:
    """How many invoices this person sees, and how many of them are open."""
    applicant = user.applicant
    if applicant is None:
        return 0, 0
    key = _key(applicant.pk)
    kept: tuple[int, int] | None = cache.get(key)
    if kept is None:
        owed = Q(cancelled_at=None, returned_kopecks=0, paid_kopecks__lt=F("kopecks"))
        counted = Invoice.objects.visible_to(user).aggregate(all=Count("pk"), open=Count("pk", filter=owed))
        kept = (counted["all"], counted["open"])
        cache.set(key, kept, SECONDS)
    return kept


def forget(applicant: Any) -> None:
    """`applicant` is the number of the row."""
    cache.delete(_key(applicant))


def _key(applicant: Any) -> str:
    return f"invoices-of-{applicant}"
