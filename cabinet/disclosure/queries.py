"""What is read for everybody: the public stages of applications, and nothing personal."""

from collections.abc import Iterator
from datetime import date, datetime
from hmac import compare_digest

from django.db.models import Min
from django.utils import timezone

from cabinet.applications.progress import PublicLine
from cabinet.applications.proofs import progress_of
from cabinet.cases.kinds import all_kinds
from cabinet.cases.models import Case, CaseQuerySet

PAGE_SIZE = 50
SHEET_STEP = 500  # rows of a file that are read at once
_NEEDED = ("pk", "kind", "number", "stage", "submitted_at", "reached", "pack", "pack_edition")

Row = tuple[Case, list[PublicLine]]


def sought(number: str, digits: str) -> Case | None:
    """The application of this number whose applicant has a telephone with these last digits. One query, always."""
    found = list(_disclosed().filter(number__in={number, number.upper()}).select_related("applicant"))
    found.sort(key=lambda case: case.number != number)
    phone = "".join(char for char in found[0].applicant.phone if char.isdigit()) if found else ""
    return found[0] if compare_digest(phone[-4:].encode(), digits.encode()) else None


def years(today: date) -> list[int]:
    """From this year back to that of the first application."""
    first: datetime | None = _disclosed().aggregate(first=Min("submitted_at"))["first"]
    return list(range(today.year, min(timezone.localtime(first).year if first else today.year, today.year) - 1, -1))


def published(year: int, number: str) -> CaseQuerySet:
    """The applications of a year, the newest first; a part of the number narrows them down."""
    begins, ends = (timezone.make_aware(datetime(one, 1, 1)) for one in (year, year + 1))  # noqa: DTZ001
    found = _disclosed().filter(submitted_at__gte=begins, submitted_at__lt=ends)
    if number:
        found = found.filter(number__icontains=number)
    return found.only(*_NEEDED).order_by("-submitted_at", "-pk")


def rows_of(cases: list[Case]) -> list[Row]:
    """Each with its stages: one query more, however many there are."""
    stages = progress_of(cases)
    return [(case, stages[case.pk]) for case in cases]


def steps_of(found: CaseQuerySet) -> Iterator[list[Row]]:
    """All of them, a few hundred at a time; where a step ends the next one begins, so no page is counted off."""
    last: Case | None = None
    while True:
        rest = found
        if last is not None:
            rest = found.filter(submitted_at__lte=last.submitted_at).exclude(
                submitted_at=last.submitted_at, pk__gte=last.pk
            )
        step = list(rest[:SHEET_STEP])
        if not step:
            return
        yield rows_of(step)
        last = step[-1]


def _disclosed() -> CaseQuerySet:
    """What goes the way of the law and was submitted: a draft has no moment of that."""
    kinds = [kind.code for kind in all_kinds() if kind.has_stages]
    found: CaseQuerySet = Case.objects.filter(kind__in=kinds, submitted_at__isnull=False)
    return found
