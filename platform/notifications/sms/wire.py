"""Values that every gateway needs of a message."""

from math import ceil

from django.utils import timezone

from ..models import OutboxMessage

LONGEST_TERM_MINUTES = 24 * 60


def digits(message: OutboxMessage) -> str:
    """The number as gateways write it: 79001112233 for +79001112233."""
    return message.recipient.lstrip("+")


def minutes_left(message: OutboxMessage) -> int:
    """How long the message may still be delivered: at least a minute, at most a day."""
    if message.expires_at is None:
        return LONGEST_TERM_MINUTES
    left = ceil((message.expires_at - timezone.now()).total_seconds() / 60)
    return max(1, min(left, LONGEST_TERM_MINUTES))
