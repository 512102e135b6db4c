"""When a message is tried next: its row says it, the list of due work repeats it for the sweep."""

from notifications.models import DELIVER, OutboxMessage
from tenancy import due


def plan_next_attempt(message: OutboxMessage) -> None:
    """List the work that is left with a message whose attempt has just been noted. In the transaction of the note."""
    if message.is_undelivered:
        due.plan(DELIVER, message.pk, at=message.next_attempt_at)
    else:
        due.settle(DELIVER, message.pk)
