"""A delivery and its message of the outbox, written together."""

import uuid
from datetime import datetime, timedelta

from audit.models import Record
from notifications import outbox

from .models import Delivery, Endpoint

CHANNEL = "webhook"
DELIVER = "webhooks.deliver"
LIFETIME = timedelta(days=3)  # after it nothing is tried again


def write(
    endpoint: Endpoint,
    *,
    event: str,
    record: Record | None = None,
    repeated: Delivery | None = None,
    now: datetime,
) -> Delivery:
    """Have an event sent after the commit. A repeated one keeps its `webhook_id` and its bytes."""
    delivery = Delivery.objects.create(
        endpoint=endpoint,
        event=event,
        record_number=record.pk if record else repeated.record_number if repeated else None,
        webhook_id=repeated.webhook_id if repeated else uuid.uuid4(),
        body=repeated.body if repeated else "",
        made_at=now,
    )
    outbox.write(
        key=delivery.key, channel=CHANNEL, recipient="", text="", subject=event, created_at=now, next_attempt_at=now,
        expires_at=now + LIFETIME,
    )  # fmt: skip
    return delivery
