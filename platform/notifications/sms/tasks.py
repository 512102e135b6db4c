from django.utils import timezone

from tenancy.company import in_public
from tenancy.tasks import task

from . import reports


@task("notifications.sms.ask_gateways", expires=30)
def ask_gateways() -> None:
    """Sent by beat: ask gateways what became of the messages they have taken."""
    with in_public():
        reports.ask_due(now=timezone.now())
