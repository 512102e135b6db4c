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
    """Look at a signature again. One that was settled meanwhile is left alone."""
    signature = Signature.objects.filter(pk=signature_id, next_check_at__isnull=False).first()
    if signature is None:
        due.settle(ATTEND, signature_id)
        return
    try:
        services.recheck(signature, now=timezone.now())
    except DocumentChanged:  # the alarm is raised where it was found
        return


@nightly("signing.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())


@shared_task(name="signing.prune_trust")
def prune_trust() -> None:
    """Beat: old lists and editions go. A company that cannot be asked stops it: it may need any of them."""
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
    """The end of the company's chain of protocols leaves. Twice at once, it leaves once."""
    heads.leave(now=timezone.now())
