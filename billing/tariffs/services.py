"""A tariff is entered and, if it is mistaken, withdrawn. It is never changed."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
from accounts.models import User
from audit import record
from documents.models import Upload

from .errors import ReasonNeeded, TariffWithdrawn
from .models import Tariff
from .rows import Row


def enter(
    answers: Mapping[str, Any],
    rows: Sequence[Row],
    *,
    act: "UploadedFile[Any] | Upload | None" = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Tariff:
    """Enter an edition; one of the same region and days that stands already gives way to it.

    Raises FileRefused, StorageUnavailable.
    """
    if done := Tariff.objects.filter(key=key).first():
        return done
    document = documents.services.take(act, by=by, now=now) if act else None
    with transaction.atomic():
        if document is not None:
            documents.services.keep(document)
        tariff, is_new = Tariff.objects.get_or_create(
            key=key,
            defaults={
                **answers,
                "rates": [row.as_json() for row in rows],
                "act": document,
                "entered_by": by,
                "entered_at": now,
            },
        )
        if is_new:
            record(by, "tariff.entered", tariff, now=now, title=str(tariff))
        return tariff


@transaction.atomic
def withdraw(tariff: Tariff, *, reason: str, by: User, now: datetime) -> Tariff:
    """Take a mistaken edition away: nothing more is reckoned by it. Invoices that were stay. Raises TariffWithdrawn."""
    if not reason.strip():
        raise ReasonNeeded
    tariff = Tariff.objects.select_for_update(no_key=True).get(pk=tariff.pk)
    if tariff.withdrawn_at:
        raise TariffWithdrawn
    tariff.withdrawn_at, tariff.withdrawn_by, tariff.withdraw_reason = now, by, reason.strip()[:300]
    tariff.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    record(by, "tariff.withdrawn", tariff, now=now, title=str(tariff))
    return tariff
