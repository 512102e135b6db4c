"""When the platform does what by itself. Its own day is Moscow's, whatever the zone of a company."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tenants.zones import MOSCOW

# Tasks by the number of a company, in `public`.
BILL = "subscriptions.bill"
PURSUE = "subscriptions.pursue"

_ZONE = ZoneInfo(MOSCOW)
_DRAWN = time(6)
_PURSUED = time(9)


def today(now: datetime) -> date:
    return now.astimezone(_ZONE).date()


def billed_at(month: date) -> datetime:
    """When the month before this one is drawn up: on its second day, after the last gathering of every zone."""
    return datetime.combine(month.replace(day=2), _DRAWN, _ZONE)


def pursued_at(day: date) -> datetime:
    return datetime.combine(day, _PURSUED, _ZONE)
