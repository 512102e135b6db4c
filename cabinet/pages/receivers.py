from datetime import datetime
from typing import Any

from django.dispatch import receiver

from tenants.signals import company_opened

from . import services


@receiver(company_opened)
def begin_texts(now: datetime, **kwargs: Any) -> None:
    services.begin(now=now)
