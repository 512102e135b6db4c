"""What lower layers tell us: a person has registered, so the company's figures have changed."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.signals import registered
from tenants import figures


@receiver(registered)
def count_again(now: datetime, **kwargs: Any) -> None:
    figures.note_change(now=now)
