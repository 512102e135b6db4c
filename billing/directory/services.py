"""The directory is taken whole: what the new one does not have is gone."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from billing.bank import ed807
from tenancy.errors import DomainError

from .models import ListedBank
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
