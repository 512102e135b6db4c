import logging
from datetime import timedelta

from django.utils import timezone

from documents.errors import FileRefused
from tenancy import due
from tenancy.companies import nightly
from tenancy.errors import StorageUnavailable
from tenancy.tasks import company_task

from . import services
from .models import Invoice

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)


@company_task(name=services.DRAW, soft_time_limit=60)
def draw(invoice_id: int) -> None:
    """Draw one invoice. What does not succeed waits on the list of due work."""
    found = Invoice.objects.select_related("case__applicant", "issued_by", "replaces").filter(pk=invoice_id).first()
    if found is None:
        due.settle(services.DRAW, invoice_id)
        return
    try:
        services.draw(found, now=timezone.now())
    except StorageUnavailable:
        log.warning("invoice %s waits for the storage", invoice_id)
    except FileRefused as reason:
        log.error("invoice %s could not be kept: %s", invoice_id, type(reason).__name__)
        due.plan(services.DRAW, invoice_id, at=timezone.now() + AGAIN_AFTER)


@nightly("invoices.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())
