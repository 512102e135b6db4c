import logging

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from tenancy import due
from tenancy.companies import nightly
from tenancy.company import in_public, inside
from tenancy.tasks import company_task

from . import services
from .errors import DocumentChanged
from .models import Signature
from .protocols import heads
from .services.rechecks import ATTEND
from .trust.removal import Needed, prune

log = logging.getLogger(__name__)


@company_task(name=ATTEND)
def attend(signature_id: int) -> None:
    """Check a signature again, unless it was settled meanwhile."""
    signature = Signature.objects.filter(pk=signature_id, next_check_at__isnull=False).first()
    if signature is None:
        due.settle(ATTEND, signature_id)
        return
    try:
        services.recheck(signature, now=timezone.now())
    except DocumentChanged:  # the alarm was raised where the change was found
        return


@nightly("signing.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())


@shared_task(name="signing.prune_trust")
def prune_trust() -> None:
    """Delete old lists and editions. If one company cannot be asked, nothing is deleted: it may need any of them."""
    needed = Needed()
    with in_public():
        companies = list(get_tenant_model().objects.order_by("pk"))
    for company in companies:
        with inside(company):
            services.add_needed(needed)
    gone = prune(needed, now=timezone.now())
    log.info("%s lists of revoked certificates and %s editions were not needed any more", gone.lists, gone.editions)


@company_task(name=heads.SEND)
def send_head(_subject: int) -> None:
    """Send the head of the company's chain of protocols. If two tasks run at once, it is sent once."""
    heads.leave(now=timezone.now())
