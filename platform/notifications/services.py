"""What others ask of this package."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.channels import CHANNELS, DeliveryFailed, channel_for, sender_name
from notifications.models import DELIVER, OutboxMessage
from notifications.schedule import plan_next_attempt
from tenancy import due
from tenancy.company import is_public


def send_letter(*, key: UUID, to: str, template: str, context: dict[str, Any], case_ref: str = "") -> OutboxMessage:
    """Write the letter `templates/letters/<template>.{subject.txt,txt,html}` down and have it sent after the commit.

    The same key twice is the same letter once. `case_ref` puts letters about one case into one thread.
    """
    context = {**_letterhead(), **context}
    subject = " ".join(render_to_string(f"letters/{template}.subject.txt", context).split())
    return _write(
        key=key,
        channel=OutboxMessage.Channel.EMAIL,
        recipient=to,
        subject=subject,
        text=render_to_string(f"letters/{template}.txt", context).strip() + "\n",
        html=render_to_string(f"letters/{template}.html", {**context, "subject": subject}),
        case_ref=case_ref,
    )


def send_sms(*, key: UUID, to: str, text: str, expires_at: datetime | None = None) -> OutboxMessage:
    """Write an SMS down and have it sent after the commit; not after `expires_at`, when it would be worth nothing."""
    return _write(key=key, channel=OutboxMessage.Channel.SMS, recipient=to, text=text, expires_at=expires_at)


# What was due so long ago and still waits is on no list: the list is never so late.
FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class SmsState:
    """What is known of an SMS: who took it under which ids (one for each part, divided by blanks), and when.

    `received_at` is the moment the telephone had it, by the gateway's report. `failure` says what went wrong last.
    What it said is not kept: whoever needs it later has to keep a copy with dots for the code.
    """

    gateway: str
    gateway_id: str
    handed_at: datetime | None
    received_at: datetime | None
    fate: str
    failure: str


def sms_state(key: UUID) -> SmsState | None:
    """Of the SMS with this key in the current company; None if there is no such."""
    message = OutboxMessage.objects.filter(key=key, channel=OutboxMessage.Channel.SMS).first()
    if message is None:
        return None
    return SmsState(
        gateway=message.gateway,
        gateway_id=message.gateway_id,
        handed_at=message.delivered_at,
        received_at=message.received_at,
        fate=message.fate,
        failure=message.failure,
    )


def _letterhead() -> dict[str, Any]:
    """Whose paper it is: `company` and `brand` for `letters/base.html`. A company's is known to a layer above."""
    if is_public():
        return {"company": {"name": sender_name()}}
    return import_string(settings.LETTERHEAD)()


def _write(*, key: UUID, **fields: Any) -> OutboxMessage:
    now = timezone.now()
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={**fields, "created_at": now, "next_attempt_at": now}
    )
    if is_new:
        due.plan_now(DELIVER, message.pk, now=now)
    return message


def deliver_message(message_id: int, *, now: datetime) -> bool:
    """Hand the message over unless it has gone already or is going just now. A failure is noted for a later try."""
    message = OutboxMessage.objects.undelivered().filter(pk=message_id).first()
    if message is None:
        due.settle(DELIVER, message_id)
        return False
    if hand_over := CHANNELS.get(message.channel):
        return hand_over(message_id, now=now)
    return _deliver_letter(message_id, now=now)


@transaction.atomic
def _deliver_letter(message_id: int, *, now: datetime) -> bool:
    undelivered = OutboxMessage.objects.undelivered().select_for_update(skip_locked=True, no_key=True)
    message = undelivered.filter(pk=message_id).first()
    if message is None:  # another process has it in its hands
        return False
    try:
        channel_for(message).send(message)
    except DeliveryFailed as error:
        message.mark_failed(str(error), now)
    else:
        message.mark_delivered(now)
    message.save(update_fields=["attempts", "next_attempt_at", "delivered_at", "failure", "text", "html"])
    plan_next_attempt(message)
    return message.delivered_at is not None


def plan_forgotten(*, now: datetime) -> int:
    """List again whatever waits and is not listed, as after a restore of one schema alone. Returns how many."""
    waiting = OutboxMessage.objects.due(now - FORGOTTEN_AFTER)
    for message in waiting:
        due.plan(DELIVER, message.pk, at=now)
    return len(waiting)
