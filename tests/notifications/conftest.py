from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from notifications.models import OutboxMessage
from notifications.services import send_email


@pytest.fixture
def here(here: None, settings: Any, tmp_path: Path) -> Path:
    """In the company; returns the folder of sent messages."""
    settings.OUTBOX_DIR = tmp_path
    return tmp_path


def letter(to: str = "anna@example.ru", key: UUID | None = None, case_ref: str = "") -> OutboxMessage:
    context = {"reset_url": "http://gorset.localhost/accounts/password/reset/MQ/abc-def/"}
    return send_email(key=key or uuid4(), to=to, template="password_reset", context=context, case_ref=case_ref)
