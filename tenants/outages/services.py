"""What operators do with outages. A row is never changed: a correction takes it back and writes another one."""

import uuid
from datetime import UTC, datetime

from django.db import transaction

import audit
from accounts.models import User
from tenancy.locks import one_at_a_time
from tenants.models import Outage

from .errors import AlreadyWithdrawn, BeginsTooEarly, EndsBeforeItBegins, NotOverYet, Overlaps
from .queries import forget_outages

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)


@transaction.atomic
def record(*, began_at: datetime, ended_at: datetime, what: str, by: User, key: uuid.UUID, now: datetime) -> Outage:
    """Write down when the cabinets did not work. The same key twice is the same outage once.

    Raises OutageRefused with the field to be mended.
    """
    one_at_a_time("outages")
    if made := Outage.objects.filter(key=key).first():
        return made
    outage = _made(began_at=began_at, ended_at=ended_at, what=what, key=key, now=now)
    audit.record(by, "outage.recorded", outage, now=now, period=outage.period, what=what)
    return outage


@transaction.atomic
def correct(
    outage: Outage, *, began_at: datetime, ended_at: datetime, what: str, reason: str, by: User, key: uuid.UUID,
    now: datetime,
) -> Outage:  # fmt: skip
    """Write the outage anew; where it was applied to a term, staff have to look at it again.

    Raises OutageRefused and AlreadyWithdrawn.
    """
    one_at_a_time("outages")
    if made := Outage.objects.filter(key=key).first():
        return made
    former = _taken_back(outage, reason=reason, now=now)
    corrected = _made(began_at=began_at, ended_at=ended_at, what=what, key=key, now=now, corrects=former)
    told = {"before": former.period, "after": corrected.period, "what": what, "reason": reason}
    for one in (former, corrected):
        audit.record(by, "outage.corrected", one, now=now, **told)
    return corrected


@transaction.atomic
def withdraw(outage: Outage, *, reason: str, by: User, now: datetime) -> Outage:
    """Take an outage back: it was written down by mistake. Raises AlreadyWithdrawn."""
    one_at_a_time("outages")
    taken = _taken_back(outage, reason=reason, now=now)
    audit.record(by, "outage.withdrawn", taken, now=now, period=taken.period, what=taken.what, reason=reason)
    return taken


def _made(
    *, began_at: datetime, ended_at: datetime, what: str, key: uuid.UUID, now: datetime, corrects: Outage | None = None
) -> Outage:
    if began_at < EARLIEST:
        raise BeginsTooEarly
    if ended_at <= began_at:
        raise EndsBeforeItBegins
    if ended_at > now:
        raise NotOverYet
    if other := Outage.objects.standing().filter(began_at__lt=ended_at, ended_at__gt=began_at).first():
        raise Overlaps(period=other.period)
    _looked_at_again()
    return Outage.objects.create(
        began_at=began_at, ended_at=ended_at, what=what, noted_at=now, key=key, corrects=corrects
    )


def _taken_back(outage: Outage, *, reason: str, now: datetime) -> Outage:
    taken = Outage.objects.select_for_update(no_key=True).get(pk=outage.pk)
    if taken.withdrawn_at is not None:
        raise AlreadyWithdrawn
    taken.withdrawn_at, taken.withdrawal_reason = now, reason
    taken.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _looked_at_again()
    return taken


def _looked_at_again() -> None:
    """Now for this transaction, and once more after it: another thread may have read the old rows meanwhile."""
    forget_outages()
    transaction.on_commit(forget_outages)
