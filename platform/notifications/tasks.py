from django.utils import timezone

from tenancy.companies import nightly
from tenancy.tasks import task

from . import outbox
from .channels import DELIVER


@task(DELIVER)
def deliver(message_id: int) -> None:
    """Send one message of the schema this task was asked for: a company's, or the platform's own to operators."""
    outbox.deliver_message(message_id, now=timezone.now())


@nightly("notifications.plan_forgotten")
def plan_forgotten() -> None:
    outbox.plan_forgotten(now=timezone.now())
