from django.utils import timezone

from tenancy.tasks import task

from . import delivery
from .outbox import DELIVER


@task(DELIVER)
def deliver(message_id: int) -> None:
    """Send what waits at the endpoint of a message: apart from letters, which shall not wait for slow receivers."""
    delivery.hand_over(message_id, now=timezone.now())
