"""The details of the platform: each saving is an edition of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import versions
from accounts.models import User
from audit import record
from tenancy.locks import one_at_a_time

from ..models import Seller
from ..models.seller import FIELDS


@transaction.atomic
def change(answers: Mapping[str, Any], *, seen: str | None = None, by: User, now: datetime) -> Seller:
    """The details that invoices bear from now on. Raises ChangedMeanwhile."""
    one_at_a_time("subscriptions.seller")
    before = Seller.current()
    saved = versions.values_of(before, FIELDS) if before else dict.fromkeys(FIELDS, "")
    author = versions.Author(before.changed_by, before.changed_at) if before else None
    changed = versions.changes(answers, saved=saved, seen=seen if before else None, author=author)
    if before is not None and not changed:
        return before
    seller = Seller.objects.create(**{**saved, **changed}, changed_at=now, changed_by=by.short_name)
    record(by, "seller.changed", seller, now=now, fields=list(changed))
    return seller
