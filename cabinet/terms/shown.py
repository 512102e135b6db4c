"""A case as its pages and its papers show it: the course with what staff have applied to its terms."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from django.utils import timezone

from cabinet.cases.models import Case

from .outages import Choice, Ground, choices_of, grounds_of, in_counting
from .queries import Told, told_of


@dataclass(frozen=True)
class Shown:
    told: Told
    grounds: list[Ground]
    now: datetime

    @classmethod
    def of(cls, case: Case) -> Self | None:
        """None where the answers of the application give no category, so that nothing is counted."""
        now = timezone.localtime()
        grounds = grounds_of(case, now=now)
        told = told_of([case], looked_on=now.date(), outages={case.pk: in_counting(grounds)}).get(case.pk)
        return None if told is None else cls(told, grounds, now)

    @cached_property
    def choices(self) -> list[Choice]:
        """What staff may apply."""
        return choices_of(self.told.case, self.told.course, self.grounds, now=self.now)

    def has_applied(self, code: str) -> bool:
        """Whether this choice was made already."""
        return any(f"{ground.outage}.{ground.term}" == code for ground in self.grounds if ground.holds)
