"""Keeps the list of due work in step with the next attempt that the row of a message names."""

from tenancy import due

from .channels import task_of
from .models import OutboxMessage


def plan_next_attempt(message: OutboxMessage) -> None:
    """List or settle the next attempt. Call it in the transaction that saves the result of the last one."""
    if message.is_undelivered:
        due.plan(task_of(message.channel), message.pk, at=message.next_attempt_at)
    else:
        due.settle(task_of(message.channel), message.pk)
