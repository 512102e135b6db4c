import logging

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from accounts.models import Session
from accounts.services.kept_forms import sweep_kept_forms
from tenancy.company import in_public, inside

log = logging.getLogger(__name__)


@shared_task
def sweep_sessions() -> None:
    """Forget the sessions and the kept forms whose time is over, of operators and of every company."""
    now = timezone.now()
    with in_public():
        Session.objects.filter(expire_date__lte=now).delete()
        sweep_kept_forms(now=now)
        companies = list(get_tenant_model().objects.order_by("pk"))
    for company in companies:
        try:
            with inside(company):
                Session.objects.filter(expire_date__lte=now).delete()
                sweep_kept_forms(now=now)
        except Exception:
            log.exception("sessions of %s could not be swept", company.schema_name)
