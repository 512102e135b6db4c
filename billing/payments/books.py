"""The books of a company: which day an entry is booked on, now that earlier months may be closed."""

from datetime import date, datetime

from django.utils.timezone import localdate

from cabinet.company.queries import profile


def closed_until() -> date | None:
    """The last day that is closed."""
    return profile().books_closed_on


def booked_on(day: date, *, closed: date | None, now: datetime) -> date:
    """The day itself while its month is open; today, when it is closed: a closed month only gets corrections later."""
    return localdate(now) if closed is not None and day <= closed else day
