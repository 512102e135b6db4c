import logging

from django.utils import timezone

from tenancy.company import in_public
from tenancy.tasks import task

from . import delivery
from .outbox import DELIVER
from .removal import remove_old

log = logging.getLogger(__name__)


@task(DELIVER)
def deliver(message_id: int) -> None:
    """Send what waits at the endpoint of a message: apart from letters, which shall not wait for slow receivers."""
    delivery.hand_over(message_id, now=timezone.now())


@task("webhooks.sweep")
def sweep() -> None:
    """Sent by beat once for the whole site: the log is a shared table."""
    with in_public():
        removed = remove_old(now=timezone.now())
    log.info("%s deliveries and %s endpoints were older than they are kept", removed.deliveries, removed.endpoints)
