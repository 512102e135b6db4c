"""E-mail: through the mail server, or into a folder in the embedded mode."""

from datetime import datetime
from email.utils import quote
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from tenancy.company import connection

from .channels import DeliveryFailed, sender_name
from .directory import OutboxDirectory
from .models import OutboxMessage
from .schedule import plan_next_attempt


class Carrier(Protocol):
    """Takes an e-mail or raises DeliveryFailed; a repeat with the same key must do no harm."""

    def send(self, message: OutboxMessage) -> None: ...


class Smtp:
    """Through the mail server of EMAIL_URL. The Message-ID comes from the key: a repeat is the same e-mail."""

    def send(self, message: OutboxMessage) -> None:
        headers = {"Message-ID": f"<{message.key}@{settings.PLATFORM_HOST}>", "Auto-Submitted": "auto-generated"}
        if message.case_ref:  # one thread for all e-mails about a case
            thread = f"<{connection.schema_name}.{message.case_ref}@{settings.PLATFORM_HOST}>"
            headers |= {"In-Reply-To": thread, "References": thread}
        email = EmailMultiAlternatives(message.subject, message.text, sender(), [message.recipient], headers=headers)
        email.attach_alternative(message.html, "text/html")
        try:
            email.send()
        except OSError as error:  # the base of smtplib's and of the socket's errors; their texts quote addresses
            raise DeliveryFailed(f"Почтовый сервер: {type(error).__name__}") from error


@transaction.atomic
def hand_over(message_id: int, *, now: datetime) -> bool:
    message = OutboxMessage.objects.claim(message_id)
    if message is None:  # another process has it in its hands
        return False
    try:
        _carrier().send(message)
    except DeliveryFailed as error:
        message.mark_failed(str(error), now)
    else:
        message.mark_delivered(now)
    message.save(update_fields=["attempts", "next_attempt_at", "delivered_at", "failure", "text", "html"])
    plan_next_attempt(message)
    return message.delivered_at is not None


def _carrier() -> Carrier:
    return OutboxDirectory(Path(settings.OUTBOX_DIR)) if settings.EMBEDDED else Smtp()


def sender() -> str:
    return f'"{quote(sender_name())}" <{settings.DEFAULT_FROM_EMAIL}>'
