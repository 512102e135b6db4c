import logging

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from notifications import services
from tenancy.company import in_public, inside

log = logging.getLogger(__name__)


@shared_task
def deliver(message_id: int) -> None:
    """Send one message of the schema this task was asked for: a company's, or the platform's own to operators."""
    services.deliver_message(message_id, now=timezone.now())


@shared_task(expires=30)
def sweep() -> None:
    """Find what no nudge took. One company in trouble does not keep the others waiting."""
    now = timezone.now()
    with in_public():
        services.nudge_due(now=now)
        companies = list(get_tenant_model().objects.order_by("pk"))
    for company in companies:
        try:
            with inside(company):
                services.nudge_due(now=now)
        except Exception:
            log.exception("outbox of %s could not be swept", company.schema_name)
