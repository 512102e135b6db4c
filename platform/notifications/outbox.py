"""Reading the messages that the embedded mode wrote instead of sending."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

SHOWN = 200


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
