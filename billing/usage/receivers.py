"""What lower layers tell us, each in the transaction of its fact and in the schema of the company."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.models import User
from cabinet.applications.kind import APPLICATION
from cabinet.cases.models import Case
from cabinet.cases.signals import submitted
from notifications.sms.signals import handed
from signing.models import Signature
from signing.signals import verified
from tenancy.company import is_public
from tenants.signals import measured

from .dimensions import Dimension
from .services import note, note_level


@receiver(submitted)
def count_application(case: Case, now: datetime, **kwargs: Any) -> None:
    """Messages to the company are free."""
    if case.kind == APPLICATION:
        note(Dimension.APPLICATIONS, 1, key=f"application/{case.pk}", subject=case.pk, now=now)


@receiver(handed)
def count_sms(key: UUID, segments: int, now: datetime, **kwargs: Any) -> None:
    """Once for a message, also when a second gateway had to take it. The platform's own codes are nobody's."""
    if not is_public():
        note(Dimension.SMS, segments, key=f"sms/{key}", now=now)


@receiver(verified)
def count_verification(signature: Signature, now: datetime, **kwargs: Any) -> None:
    """Once for a signature: what the platform checks again later is its own affair."""
    note(Dimension.VERIFICATIONS, 1, key=f"verification/{signature.pk}", subject=signature.pk, now=now)


@receiver(measured)
def note_levels(figures: Mapping[str, int], now: datetime, **kwargs: Any) -> None:
    note_level(Dimension.STORAGE, figures["bytes_stored"], now=now)
    note_level(Dimension.SEATS, User.objects.active().staff().count(), now=now)
