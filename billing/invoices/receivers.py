"""What happens to an invoice when the offer that it belongs to is placed."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from cabinet.cases.models import Case
from cabinet.contracts.signals import offer_placed

from .models import Invoice
from .services import place


@receiver(offer_placed)
def follow(case: Case, bill: str, pay_until: date | None, now: datetime, **kwargs: Any) -> None:
    """The letter about the offer tells of it, so no other letter is sent."""
    if invoice := Invoice.objects.filter(case=case, number=bill).first() if bill else None:
        place(invoice, pay_until=pay_until, is_told=False, now=now)
