"""Days of a period, which begin and end in the zone of the company."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Period:
    since: date
    until: date  # this day too

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment of the period up to the first moment after it."""
        return _begin(self.since), _begin(self.until + timedelta(days=1))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
