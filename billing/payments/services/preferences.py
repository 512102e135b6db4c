"""What a company decides about payments: its other accounts, its acquirer, the months that are closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from audit import record
from cabinet.company.models import Profile

from ..acquirers import KINDS
from ..errors import PeriodNotOver, PeriodWasClosed
from ..locks import lock_money
from ..settings import sealed


@transaction.atomic
def choose_acquirer(
    name: str,
    *,
    shop: str,
    secret: str,
    is_on: bool,
    other_accounts: Sequence[str],
    by: User,
    now: datetime,
) -> Profile:
    """Keep how people pay online. An empty `secret` leaves the one that is kept; it is never shown again."""
    about = Profile.objects.select_for_update(no_key=True).get(pk=1)
    kept: dict[str, Any] = dict(about.payment_settings)
    keys = dict(kept.get("keys", {}))
    if name in KINDS:
        before = keys.get(name, {})
        keys[name] = {"shop": shop, "secret": sealed(secret) if secret else before.get("secret", sealed(""))}
    about.payment_settings = {
        **kept, "acquirer": name, "is_on": is_on and name in KINDS, "keys": keys,
        "other_accounts": list(other_accounts),
    }  # fmt: skip
    about.changed_at, about.changed_by = now, by.short_name
    about.save(update_fields=["payment_settings", "changed_at", "changed_by"])
    record(by, "company.settings_changed", about, now=now, fields=["payment_settings"])
    return about


@transaction.atomic
def close_period(until: date, *, by: User, now: datetime) -> Profile:
    """Close all months up to this day, the last of a month that is over. It is not opened again: what was wrong in it
    is corrected in an open one. Raises PeriodNotOver, PeriodWasClosed."""
    lock_money()
    about = Profile.objects.select_for_update(no_key=True).get(pk=1)
    if until >= localdate(now).replace(day=1):
        raise PeriodNotOver
    if about.books_closed_on is not None and until <= about.books_closed_on:
        raise PeriodWasClosed(about.books_closed_on)
    about.books_closed_on = until
    about.save(update_fields=["books_closed_on"])
    record(by, "payments.period_closed", about, now=now, on=until.isoformat())
    return about
