"""Keeps the list of due work in step with the next attempt that the row of a message names."""

from tenancy import due

from .models import DELIVER, OutboxMessage


def plan_next_attempt(message: OutboxMessage) -> None:
    """List or settle the next attempt. Call it in the transaction that saves the result of the last one."""
    if message.is_undelivered:
        due.plan(DELIVER, message.pk, at=message.next_attempt_at)
    else:
        due.settle(DELIVER, message.pk)
