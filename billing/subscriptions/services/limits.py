"""What a month includes is nearly used, used, and exceeded: administrators are told once each. Nothing is blocked."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from billing.reckoning.subscription import Meter, month_of
from tenancy.company import in_zone_of
from tenants.models import GridCompany
from tenants.queries import forget_hosts
from ui.words import month as in_words

from .. import letters
from ..models import LimitNotice
from ..queries import statement_of

LEVELS = (80, 100, 120)


def reached(meter: Meter) -> int:
    """The highest of the levels, or 0."""
    percent = meter.percent or 0
    return max((level for level in LEVELS if level <= percent), default=0)


@transaction.atomic
def tell(company: GridCompany, *, now: datetime) -> None:
    """After a roll-up. Of several levels that were passed at once only the highest is told. In `public`."""
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    with in_zone_of(company):
        month = month_of(localdate(now))
    meters = statement_of(company, month).meters
    for meter in meters:
        if level := reached(meter):
            _tell_once(company, meter, level, now=now, month=month)
    highest = max((reached(meter) for meter in meters), default=0)
    if highest != company.usage_percent:
        company.usage_percent = highest
        company.save(update_fields=["usage_percent"])
        transaction.on_commit(forget_hosts)


def _tell_once(company: GridCompany, meter: Meter, level: int, *, month: date, now: datetime) -> None:
    given = {"company": company, "month": month, "dimension": meter.dimension}
    if LimitNotice.objects.filter(**given, percent__gte=level).exists():
        return
    LimitNotice.objects.create(**given, percent=level, told_at=now)
    letters.limit_reached(company, in_words(month), meter, level)
