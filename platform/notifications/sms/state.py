"""What others may ask about an SMS."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..channels import SMS
from ..models import OutboxMessage
from .models import SmsDelivery


@dataclass(frozen=True, kw_only=True)
class SmsState:
    """What is known of an SMS: who took it under which ids (one for each part, divided by spaces), and when.

    `received_at` is the moment the telephone had it, by the gateway's report. `failure` says what went wrong last.
    What it said is not kept: whoever needs it later has to keep a copy with dots for the code.
    """

    gateway: str
    gateway_id: str
    handed_at: datetime | None
    received_at: datetime | None
    delivery_status: str
    failure: str


def sms_state(key: UUID) -> SmsState | None:
    """Of the SMS with this key in the current company; None if there is no such."""
    message = OutboxMessage.objects.select_related("sms").filter(key=key, channel=SMS).first()
    if message is None:
        return None
    # Until it is handed over for the first time there is no row beside it.
    sms = getattr(message, "sms", None) or SmsDelivery(message=message)
    return SmsState(
        gateway=sms.gateway,
        gateway_id=sms.gateway_ids,
        handed_at=message.delivered_at,
        received_at=sms.received_at,
        delivery_status=sms.delivery_status,
        failure=message.failure,
    )
