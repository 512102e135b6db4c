"""Messages on their way: written in the transaction of what they tell about, handed over after its commit."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tenancy import due

from .channels import DELIVER, channel_named, task_of
from .models import OutboxMessage
from .schedule import plan_next_attempt

NOT_CONNECTED = "Канал не подключён"
# A message that has been due for so long is not on the list of due work, which is never so late.
FORGOTTEN_AFTER = timedelta(hours=12)


def write(*, key: UUID, channel: str, recipient: str, text: str, **fields: Any) -> OutboxMessage:
    """Write a message down and have it handed over after the commit. The same key twice is the same message once."""
    now = timezone.now()
    known = {"channel": channel, "recipient": recipient, "text": text, "created_at": now, "next_attempt_at": now}
    message, is_new = OutboxMessage.objects.get_or_create(key=key, defaults={**known, **fields})
    if is_new:
        due.plan_now(task_of(channel), message.pk, now=now)
    return message


def deliver_message(message_id: int, *, now: datetime) -> bool:
    """Hand the message over unless it has gone already or is going just now. A failure is noted for a later attempt."""
    message = OutboxMessage.objects.undelivered().filter(pk=message_id).first()
    if message is None:
        due.settle(DELIVER, message_id)
        return False
    channel = channel_named(message.channel)
    return channel.hand_over(message_id, now=now) if channel else _has_no_channel(message_id, now=now)


@transaction.atomic
def _has_no_channel(message_id: int, *, now: datetime) -> bool:
    """The package that wrote the message is not installed in this process."""
    if message := OutboxMessage.objects.claim(message_id):
        message.mark_failed(NOT_CONNECTED, now)
        message.save(update_fields=["attempts", "next_attempt_at", "failure"])
        plan_next_attempt(message)
    return False


def plan_forgotten(*, now: datetime) -> int:
    """List waiting messages again, as after a restore of one schema alone. Returns how many there are."""
    waiting = OutboxMessage.objects.due(now - FORGOTTEN_AFTER)
    for message in waiting:
        due.plan(task_of(message.channel), message.pk, at=now)
    return len(waiting)
