"""The directory is taken whole: what the new one does not have is gone. A key rate is entered by its day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from audit import record
from billing.bank import ed807
from tenancy.errors import DomainError

from .models import KeyRate, ListedBank
from .queries import newest

BATCH = 2000


class DirectoryNotTaken(DomainError):
    code = "directory_not_taken"


def take(content: bytes, *, by: User, now: datetime) -> ed807.Directory:
    """Called on the platform's host. Raises DirectoryNotTaken with what to do; then the one that was taken stays."""
    try:
        told = ed807.read(content)
    except ed807.DirectoryRefused as refusal:
        raise DirectoryNotTaken(str(refusal)) from refusal
    with transaction.atomic():
        stands = newest()
        if stands is not None and stands.as_of > told.day:
            raise DirectoryNotTaken(
                f"Этот справочник старше загруженного: в файле {told.day:%d.%m.%Y}, загружен {stands.as_of:%d.%m.%Y}"
            )
        ListedBank.objects.all().delete()
        rows = {
            bank.bik: ListedBank(
                bik=bank.bik, name=bank.name, place=bank.place, correspondent_account=bank.correspondent_account,
                as_of=told.day,
            )
            for bank in told.banks
        }  # fmt: skip
        ListedBank.objects.bulk_create(rows.values(), batch_size=BATCH)
        record(by, "directory.taken", by, now=now, banks=len(rows))
    return told


def enter_key_rate(valid_from: date, percent: Decimal, *, source: str, by: User, now: datetime) -> KeyRate:
    """Called on the platform's host. A rate of a day that is there already is mended by the new one."""
    with transaction.atomic():
        rate, _made = KeyRate.objects.update_or_create(
            valid_from=valid_from, defaults={"percent": percent, "source": source, "entered_at": now}
        )
        percent_named = format(percent.normalize(), "f").replace(".", ",")
        day = f"{valid_from:%d.%m.%Y}"
        record(by, "directory.key_rate_entered", by, now=now, percent=percent_named, day=day, source=source)
    return rate
