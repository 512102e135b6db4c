"""What every gateway asks of a message."""

from math import ceil

from django.utils import timezone

from notifications.models import OutboxMessage

LONGEST_TERM_MINUTES = 24 * 60


def digits(message: OutboxMessage) -> str:
    """+79001112233 as gateways write it: 79001112233."""
    return message.recipient.lstrip("+")


def minutes_left(message: OutboxMessage) -> int:
    """How long it is still worth being delivered: a minute at least, a day at most."""
    if message.expires_at is None:
        return LONGEST_TERM_MINUTES
    left = ceil((message.expires_at - timezone.now()).total_seconds() / 60)
    return max(1, min(left, LONGEST_TERM_MINUTES))
