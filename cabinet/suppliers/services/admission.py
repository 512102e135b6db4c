"""Suppliers of the company: who they are, which one is told by default, whether they are let in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import versions
from accounts.models import Session, Supplier, User
from audit import record
from tenancy.company import current_company
from tenancy.locks import one_at_a_time
from tenants.places import forget_supplier, note_supplier

from ..errors import SupplierKnown

LOCK = "suppliers"  # of two at once the second sees which one is the default


@transaction.atomic
def add_supplier(answers: Mapping[str, Any], *, by: User | None, now: datetime) -> Supplier:
    """`answers` are the fields of `Supplier`. The first one is the default. Raises SupplierKnown."""
    one_at_a_time(LOCK)
    if known := Supplier.objects.filter(inn=answers["inn"]).first():
        raise SupplierKnown(name=known.name)
    is_default = bool(answers.get("is_default")) or not Supplier.objects.exists()
    supplier = Supplier(**{**answers, "is_default": False}, created_at=now)
    supplier.save()
    note_supplier(current_company(), supplier.inn)
    record(by, "supplier.added", supplier, now=now)
    if is_default:
        _make_default(supplier)
    return supplier


@transaction.atomic
def change_supplier(
    supplier: Supplier, answers: Mapping[str, Any], *, seen: str | None = None, by: User, now: datetime
) -> Supplier:
    """Raises SupplierKnown, ChangedMeanwhile."""
    one_at_a_time(LOCK)
    supplier = Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
    saved = versions.values_of(supplier, answers)
    author = versions.last_author(supplier, "supplier.added", "supplier.changed")
    changed = versions.changes(answers, saved=saved, seen=seen, author=author)
    if not changed:
        return supplier
    is_default, inn = changed.pop("is_default", None), supplier.inn
    for name, value in changed.items():
        setattr(supplier, name, value)
    try:
        with transaction.atomic():
            supplier.save(update_fields=[*changed])
    except IntegrityError:
        raise SupplierKnown(name=Supplier.objects.get(inn=answers["inn"]).name) from None
    if supplier.inn != inn:
        forget_supplier(current_company(), inn)
        if supplier.blocked_at is None:
            note_supplier(current_company(), supplier.inn)
    if is_default:
        _make_default(supplier)
    elif is_default is not None:
        supplier.is_default = False
        supplier.save(update_fields=["is_default"])
    names = [*changed, *([] if is_default is None else ["is_default"])]
    record(by, "supplier.changed", supplier, now=now, fields=names)
    return supplier


@transaction.atomic
def block_supplier(supplier: Supplier, *, by: User, now: datetime) -> None:
    """Its people are out at once and cannot sign in; what the supplier has placed stays."""
    one_at_a_time(LOCK)
    if Supplier.objects.filter(pk=supplier.pk, blocked_at=None).update(blocked_at=now, is_default=False):
        Session.objects.filter(user_id__in=list(supplier.people.values_list("pk", flat=True))).delete()
        forget_supplier(current_company(), supplier.inn)
        record(by, "supplier.blocked", supplier, now=now)


@transaction.atomic
def unblock_supplier(supplier: Supplier, *, by: User, now: datetime) -> None:
    one_at_a_time(LOCK)
    if Supplier.objects.filter(pk=supplier.pk, blocked_at__isnull=False).update(blocked_at=None):
        note_supplier(current_company(), supplier.inn)
        record(by, "supplier.unblocked", supplier, now=now)


def _make_default(supplier: Supplier) -> None:
    Supplier.objects.filter(is_default=True).exclude(pk=supplier.pk).update(is_default=False)
    supplier.is_default = True
    supplier.save(update_fields=["is_default"])
