"""What is sent: `type`, `timestamp` and `data` of Standard Webhooks, with numbers and states and nothing personal."""

import json
from typing import Any

from accounts.models import User
from audit.models import Record

from . import ports
from .models import Delivery

TEST = "test"


def body_of(delivery: Delivery, owner: User) -> str | None:
    """The bytes as text; None if this person may not know of the event, as of a document that is not placed yet."""
    if delivery.record_number is None:
        return _written(TEST, delivery.made_at.isoformat(), {})
    record = Record.objects.filter(pk=delivery.record_number).first()
    data = ports.told_to(owner, record) if record else None
    return None if record is None or data is None else _written(record.event, record.at.isoformat(), data)


def _written(event: str, at: str, data: dict[str, Any]) -> str:
    return json.dumps({"type": event, "timestamp": at, "data": data}, ensure_ascii=False)
