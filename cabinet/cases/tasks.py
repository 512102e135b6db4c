import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from tenancy.company import in_public, inside

from . import services

log = logging.getLogger(__name__)
# Long enough for a page that stands open: what is typed on it one day still finds its draft.
BLANK_DRAFT_TERM = timedelta(days=30)


@shared_task
def sweep_blank_drafts() -> None:
    """Every night, company by company; one that fails does not stop the others."""
    before = timezone.now() - BLANK_DRAFT_TERM
    with in_public():
        companies = list(get_tenant_model().objects.order_by("pk"))
    for company in companies:
        try:
            with inside(company):
                services.sweep_blank_drafts(before=before)
        except Exception:
            log.exception("blank drafts of company %s were not swept", company.pk)
