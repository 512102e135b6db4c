"""The ways out of messages, by name. Each is registered by its package in `AppConfig.ready()`.

To add one, such as webhooks:

1. A folder beside `sms`, with a model for what only this channel knows, one-to-one with `OutboxMessage`, as
   `sms.models.SmsDelivery`. Its Meta says `app_label = "notifications"`: the table is then made in every schema.
2. A function `hand_over(message_id, *, now) -> bool`. It takes the row by `OutboxMessage.objects.claim()` in a
   transaction, gives the message away, calls `mark_delivered`, `mark_failed` or `mark_ended`, saves, and lists what is
   left by `schedule.plan_next_attempt`. Whatever goes out must be the same when it is repeated: `key` tells them apart.
3. `register("webhook", "Вебхук", hand_over)` in `ready()`.
4. A function beside `services.send_sms` that writes the row by `outbox.write`.

The nudge after the commit, the sweep, the pauses between attempts and the page of the embedded mode then work by
themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tenancy.company import current_company, is_public

EMAIL, SMS = "email", "sms"
DELIVER = "notifications.deliver"
PLATFORM_NAME = "Сетевой кабинет"


class DeliveryFailed(Exception):
    """The message was not sent. The reason is stored and shown, so it contains no personal data."""


class HandOver(Protocol):
    """Gives a message to whoever carries it, unless it has gone or is going; notes a failure for a later attempt."""

    def __call__(self, message_id: int, *, now: datetime) -> bool: ...


@dataclass(frozen=True)
class Channel:
    name: str
    label: str  # for people
    hand_over: HandOver
    task: str  # the kind of due work that its messages are; its name chooses the queue


_channels: dict[str, Channel] = {}


def register(name: str, label: str, hand_over: HandOver, *, task: str = DELIVER) -> None:
    """`name` is stored in each message: ten characters at most.

    A channel whose receivers may be slow has a task of its own, in another queue than e-mails and SMS.
    """
    _channels[name] = Channel(name, label, hand_over, task)


def channel_named(name: str) -> Channel | None:
    return _channels.get(name)


def task_of(name: str) -> str:
    channel = channel_named(name)
    return channel.task if channel else DELIVER


def choices() -> list[tuple[str, str]]:
    return [(channel.name, channel.label) for _, channel in sorted(_channels.items())]


def sender_name() -> str:
    """People get messages from their grid company, operators from the platform."""
    return PLATFORM_NAME if is_public() else current_company().short_name
