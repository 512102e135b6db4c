"""What others ask of this package."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.channels import DeliveryFailed, channel_for, sender_name
from notifications.models import NUDGE_TERM, OutboxMessage
from tenancy.company import is_public
from tenancy.later import after_commit


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
    from notifications.tasks import deliver  # tasks stand above services and import them

    now = timezone.now()
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={**fields, "created_at": now, "next_attempt_at": now + NUDGE_TERM}
    )
    if is_new:
        after_commit(deliver, message.pk)
    return message


def deliver_message(message_id: int, *, now: datetime) -> bool:
    """Hand the message over unless it has gone already or is going just now. A failure is noted for a later try."""
    from notifications.sms import sending  # stands above, as tasks do

    if OutboxMessage.objects.filter(pk=message_id, channel=OutboxMessage.Channel.SMS).exists():
        return sending.hand_over(message_id, now=now)
    return _deliver_letter(message_id, now=now)


@transaction.atomic
def _deliver_letter(message_id: int, *, now: datetime) -> bool:
    undelivered = OutboxMessage.objects.undelivered().select_for_update(skip_locked=True, no_key=True)
    message = undelivered.filter(pk=message_id).first()
    if message is None:
        return False
    try:
        channel_for(message).send(message)
    except DeliveryFailed as error:
        message.mark_failed(str(error), now)
    else:
        message.mark_delivered(now)
    message.save(update_fields=["attempts", "next_attempt_at", "delivered_at", "failure", "text", "html"])
    return message.delivered_at is not None


@transaction.atomic
def nudge_due(*, now: datetime, limit: int = 100) -> int:
    """Ask the queue once more for what is due. Each is left alone for a while, or a slow queue would only grow."""
    from notifications.tasks import deliver

    due = OutboxMessage.objects.due(now).select_for_update(skip_locked=True, no_key=True)
    ids = list(due.values_list("pk", flat=True)[:limit])
    OutboxMessage.objects.filter(pk__in=ids).update(next_attempt_at=now + 3 * NUDGE_TERM)
    for message_id in ids:
        after_commit(deliver, message_id)
    return len(ids)
