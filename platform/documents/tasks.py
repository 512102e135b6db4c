import logging

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from tenancy.company import inside

from . import services

log = logging.getLogger(__name__)


@shared_task
def sweep_orphans() -> None:
    """Every night, company by company; one that fails does not stop the others."""
    for company in get_tenant_model().objects.all():
        try:
            with inside(company):
                services.sweep_orphans(now=timezone.now())
        except Exception:
            log.exception("orphans of company %s were not swept", company.pk)
