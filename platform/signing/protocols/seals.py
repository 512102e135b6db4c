"""The key that seals protocols of simple signatures, and the list of all former keys."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypedDict

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Q

from tenancy.company import current_company

from ..crypto import pep
from ..trust.models import SealKey

# While a new key is rolled out, some processes still seal with the old one.
OVERLAP = timedelta(hours=1)
# No real seal is outside of this range, and a database cannot compare every moment outside of it.
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class PublishedKey(TypedDict):
    key_id: str
    algorithm: str
    public_key: str
    since: str  # ISO 8601
    until: str | None


class Operator(TypedDict):
    name: str
    inn: str
    ogrn: str
    address: str


def sealing_key() -> Ed25519PrivateKey:
    return _key(settings.SIGNING_SEAL_KEY)


def publish(*, now: datetime) -> None:
    """Put the key in use on the list and end the one before it. A repetition changes nothing."""
    key = sealing_key().public_key()
    public = pep.encode_key(key)
    row, is_new = SealKey.objects.get_or_create(public_key=public, defaults={"key_id": pep.key_id(key), "since": now})
    is_back = row.until is not None and row.until + OVERLAP < now  # a key change was rolled back
    if is_back:
        SealKey.objects.filter(pk=row.pk).update(until=None)
    if is_new or is_back:
        SealKey.objects.filter(until=None).exclude(pk=row.pk).update(until=now)


def published() -> list[PublishedKey]:
    """All present and former keys in the form in which they are published."""
    return [
        {
            "key_id": key.key_id,
            "algorithm": pep.ALGORITHM,
            "public_key": key.public_key,
            "since": key.since.isoformat(),
            "until": key.until.isoformat() if key.until else None,
        }
        for key in SealKey.objects.order_by("since", "pk")
    ]


def operator() -> Operator:
    """The grid company as every sealed statement names it."""
    company = current_company()
    return {"name": company.name, "inn": company.inn, "ogrn": company.ogrn, "address": company.address}


def sealed(statement: Mapping[str, Any], *, now: datetime) -> bytes:
    """The canonical bytes of a statement with the present seal. Its `signed_at` must be `now`."""
    publish(now=now)
    return pep.canonical(pep.seal(statement, sealing_key()))


def read(raw: bytes) -> pep.Sealed:
    """A sealed statement from its canonical bytes. Raises ValueError, TypeError, KeyError or RecursionError."""
    found: pep.Sealed = json.loads(raw)
    if pep.canonical(found) != raw.strip():  # two programs would read a repeated name differently
        raise ValueError("another spelling")
    if not isinstance(found["protocol"], dict) or not isinstance(found["seal"], dict):
        raise ValueError("no protocol or no seal")
    return found


def keys_at(moment: datetime | None) -> set[str]:
    """The public keys, in Base64, that were in use at that moment."""
    if moment is None or not FIRST <= moment <= LAST:
        return set()
    begun = SealKey.objects.filter(since__lte=moment + OVERLAP)
    return set(begun.filter(Q(until=None) | Q(until__gte=moment - OVERLAP)).values_list("public_key", flat=True))


def faults_of(sealed: pep.Sealed, *, sha256: str | None = None, previous: str | None = None) -> list[str]:
    """Faults of a protocol in words. Its key must have been in use at the moment of sealing that it states.

    The `sha256` of the document and the hash (`pep.link`) of the previous protocol are compared if they are given.
    """
    return pep.check(sealed, keys_at(_sealed_at(sealed)), document_sha256=sha256, previous=previous)


def _sealed_at(sealed: pep.Sealed) -> datetime | None:
    """The stated moment of sealing; None if it is no valid moment, because a stranger may have written it."""
    try:
        moment = datetime.fromisoformat(sealed["protocol"]["signed_at"])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


@cache
def _key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
