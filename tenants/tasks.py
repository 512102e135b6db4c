import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from tenants import figures, spares
from tenants.models import GridCompany

log = logging.getLogger(__name__)


@shared_task
def keep_spares() -> int:
    """Beat: opening a company must find a schema ready."""
    return spares.keep_spares(now=timezone.now())


@shared_task
def measure_companies() -> None:
    """Beat: one company that cannot be counted does not leave the others without figures."""
    for company in GridCompany.objects.all():
        try:
            figures.measure(company, now=timezone.now())
        except DatabaseError:
            log.exception("figures of %s were not measured", company.schema_name)
