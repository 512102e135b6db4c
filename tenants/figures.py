"""What is counted in every company for the operators' list.

Cases belong to a layer above this one, so whoever owns a figure brings its count: `figures.register("cases_total", f)`
in AppConfig.ready(). `f` takes the present moment, is called inside the company and returns a number.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Sum

from accounts.models import Applicant
from documents.models import Document
from tenancy import due
from tenancy.company import inside
from tenants.models import CompanyFigures, GridCompany
from tenants.signals import measured

Figure = Literal["applicants", "cases_total", "cases_30_days", "bytes_stored"]
FIGURES: tuple[Figure, ...] = ("applicants", "cases_total", "cases_30_days", "bytes_stored")

# The task that counts, and how long after a change: many changes are counted once.
MEASURE = "tenants.measure"
MEASURED_AFTER = timedelta(minutes=5)

_counters: dict[Figure, Callable[[datetime], int]] = {
    "applicants": lambda now: Applicant.objects.count(),
    "bytes_stored": lambda now: Document.objects.aggregate(total=Sum("size", default=0))["total"],
}


def register(figure: Figure, count: Callable[[datetime], int]) -> None:
    _counters[figure] = count


def note_change(*, now: datetime) -> None:
    """Something that is counted has changed in the current company. In the transaction of the change."""
    due.plan_once(MEASURE, 0, at=now + MEASURED_AFTER)


def measure(company: GridCompany, *, now: datetime) -> CompanyFigures:
    """Count inside the company, write among the shared tables."""
    if missing := [figure for figure in FIGURES if figure not in _counters]:
        raise ImproperlyConfigured(f"nobody counts {missing}: see tenants.figures.register")
    with inside(company):
        counted: dict[str, int] = {figure: _counters[figure](now) for figure in FIGURES}
        measured.send(CompanyFigures, company=company, figures=counted, now=now)
    figures, _ = CompanyFigures.objects.update_or_create(company=company, defaults={**counted, "measured_at": now})
    return figures
