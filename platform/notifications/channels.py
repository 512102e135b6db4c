"""The ways out of letters. A channel sends one or raises DeliveryFailed; a repeat with the same key must do no harm."""

import json
import os
from datetime import datetime
from email.utils import quote
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.models import OutboxMessage
from tenancy.company import connection, current_company, is_public

PLATFORM_NAME = "Сетевой кабинет"


class DeliveryFailed(Exception):
    """Says why in words without personal data: they are kept and shown."""


class Channel(Protocol):
    def send(self, message: OutboxMessage) -> None: ...


class HandOver(Protocol):
    """Gives a message to whoever carries it, unless it has gone or is going; notes a failure for a later try."""

    def __call__(self, message_id: int, *, now: datetime) -> bool: ...


# Ways out that keep a book of their own, by the channel of a message: packages register theirs in AppConfig.ready().
CHANNELS: dict[str, HandOver] = {}


class Smtp:
    """Through the mail server of EMAIL_URL. The Message-ID comes from the key: a repeat is the same letter."""

    def send(self, message: OutboxMessage) -> None:
        headers = {"Message-ID": f"<{message.key}@{settings.PLATFORM_HOST}>", "Auto-Submitted": "auto-generated"}
        if message.case_ref:  # one thread for all letters about a case
            thread = f"<{connection.schema_name}.{message.case_ref}@{settings.PLATFORM_HOST}>"
            headers |= {"In-Reply-To": thread, "References": thread}
        letter = EmailMultiAlternatives(message.subject, message.text, sender(), [message.recipient], headers=headers)
        letter.attach_alternative(message.html, "text/html")
        try:
            letter.send()
        except OSError as error:  # the base of smtplib's and of the socket's errors; their texts quote addresses
            raise DeliveryFailed(f"Почтовый сервер: {type(error).__name__}") from error


class OutboxDirectory:
    """Embedded mode: a file instead of a message, read on the page /outbox/. The key names it, so a repeat replaces."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def send(self, message: OutboxMessage) -> None:
        content = {
            "key": str(message.key),
            "channel": message.channel,
            "company": sender_name(),
            "sender": settings.DEFAULT_FROM_EMAIL,
            "recipient": message.recipient,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "created_at": message.created_at.isoformat(),
        }
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            unfinished = self.directory / f"{message.key}.{os.getpid()}.part"
            unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1))
            unfinished.replace(self.directory / f"{message.key}.json")
        except OSError as error:
            raise DeliveryFailed(f"Папка исходящих: {type(error).__name__}") from error


def channel_for(message: OutboxMessage) -> Channel:
    """The way out of a letter. SMS leave by `notifications.sms`."""
    return OutboxDirectory(Path(settings.OUTBOX_DIR)) if settings.EMBEDDED else Smtp()


def sender_name() -> str:
    """People get letters from their grid company, operators from the platform."""
    return PLATFORM_NAME if is_public() else current_company().short_name


def sender() -> str:
    return f'"{quote(sender_name())}" <{settings.DEFAULT_FROM_EMAIL}>'
