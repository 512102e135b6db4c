from celery import shared_task
from django.utils import timezone

from tenancy import due
from tenancy.companies import nightly
from tenancy.company import current_company
from tenancy.tasks import company_task
from tenants import figures, spares


@shared_task(name="tenants.keep_spares")
def keep_spares() -> int:
    """Beat: opening a company must find a schema ready."""
    return spares.keep_spares(now=timezone.now())


@company_task(name=figures.MEASURE)
def measure(_subject: int) -> None:
    """Count what the operators' list shows of a company, some minutes after something in it has changed."""
    due.settle(figures.MEASURE, 0)  # before the count: a change that comes during it plans another
    figures.measure(current_company(), now=timezone.now())


@nightly("tenants.measure_companies")
def measure_companies() -> None:
    """Whatever changed without a word: files that were swept, cases that are older than thirty days now."""
    figures.measure(current_company(), now=timezone.now())
