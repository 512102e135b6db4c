"""Embedded mode: a folder stands in for the mail server and the gateways; the page /outbox/ reads it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from .channels import DeliveryFailed, sender_name
from .models import OutboxMessage

SHOWN = 200


class OutboxDirectory:
    """Writes a file instead of sending. The key of the message names it, so that a repeat replaces it."""

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


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    key: str
    channel: str
    company: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    created_at: datetime


def newest(*, recipient: str = "", channel: str = "") -> list[SentMessage]:
    """The newest first, SHOWN at most."""
    words = recipient.strip().lower()
    found: list[SentMessage] = []
    for message in _messages():
        if words in message.recipient.lower() and channel in ("", message.channel):
            found.append(message)
        if len(found) == SHOWN:
            break
    return found


def find(key: UUID) -> SentMessage | None:
    path = Path(settings.OUTBOX_DIR) / f"{key}.json"
    return _read(path) if path.is_file() else None


def _messages() -> Iterator[SentMessage]:
    files = Path(settings.OUTBOX_DIR).glob("*.json")
    return map(_read, sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True))


def _read(path: Path) -> SentMessage:
    content = json.loads(path.read_text(encoding="utf-8"))
    return SentMessage(**{**content, "created_at": datetime.fromisoformat(content["created_at"])})
