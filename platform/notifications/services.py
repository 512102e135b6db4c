"""What others ask of this package."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from tenancy.company import is_public

from . import ports
from .channels import EMAIL, SMS, sender_name
from .models import OutboxMessage
from .outbox import deliver_message, plan_forgotten, write
from .sms.state import SmsState, sms_state

__all__ = ["SmsState", "deliver_message", "plan_forgotten", "send_email", "send_sms", "sms_state"]


def send_email(*, key: UUID, to: str, template: str, context: dict[str, Any], case_ref: str = "") -> OutboxMessage:
    """Write the e-mail `templates/letters/<template>.{subject.txt,txt,html}` down and have it sent after the commit.

    The same key twice is the same e-mail once. `case_ref` puts e-mails about one case into one thread.
    """
    context = {**_letterhead(), **context}
    subject = " ".join(render_to_string(f"letters/{template}.subject.txt", context).split())
    return write(
        key=key,
        channel=EMAIL,
        recipient=to,
        subject=subject,
        text=render_to_string(f"letters/{template}.txt", context).strip() + "\n",
        html=render_to_string(f"letters/{template}.html", {**context, "subject": subject}),
        case_ref=case_ref,
    )


def send_sms(*, key: UUID, to: str, text: str, expires_at: datetime | None = None, case_ref: str = "") -> OutboxMessage:
    """Write an SMS down and have it sent after the commit; not after `expires_at`, when it would be worth nothing.

    `case_ref` says about which case it is, as that of an e-mail does.
    """
    return write(key=key, channel=SMS, recipient=to, text=text, expires_at=expires_at, case_ref=case_ref)


def _letterhead() -> ports.Letterhead:
    """`company` and `brand` for `letters/base.html`. An upper layer knows those of a company (LETTERHEAD)."""
    if is_public():
        return {"company": {"name": sender_name()}}
    return ports.letterhead()
