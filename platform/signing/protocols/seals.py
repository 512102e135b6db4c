"""The key that seals protocols of simple signatures, and the list of all there have been."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Q

from ..crypto import pep
from ..trust.models import SealKey

# While a new key is rolled out, some processes still seal with the old one.
OVERLAP = timedelta(hours=1)
# Moments outside are nobody's, and a database does not take all of them.
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def sealing_key() -> Ed25519PrivateKey:
    return _key(settings.SIGNING_SEAL_KEY)


def publish(*, now: datetime) -> None:
    """See to it that the key in use is on the list; the one before it ends. Done again, it changes nothing."""
    key = sealing_key().public_key()
    public = pep.encode_key(key)
    row, is_new = SealKey.objects.get_or_create(public_key=public, defaults={"key_id": pep.key_id(key), "since": now})
    is_back = row.until is not None and row.until + OVERLAP < now  # an update was taken back
    if is_back:
        SealKey.objects.filter(pk=row.pk).update(until=None)
    if is_new or is_back:
        SealKey.objects.filter(until=None).exclude(pk=row.pk).update(until=now)


def published() -> list[dict[str, str | None]]:
    """All keys there have been, as they are told to everybody."""
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


def sealed(statement: dict[str, Any], *, now: datetime) -> bytes:
    """The canonical bytes of a statement (it says in `signed_at` that it is of `now`) with the seal of today."""
    publish(now=now)
    return pep.canonical(pep.seal(statement, sealing_key()))


def read(raw: bytes) -> pep.Sealed:
    """What is sealed, from its canonical bytes. ValueError, TypeError, KeyError or RecursionError if it is no such."""
    found: pep.Sealed = json.loads(raw)
    if pep.canonical(found) != raw.strip():  # a name said twice would tell two programs two things
        raise ValueError("another spelling")
    if not isinstance(found["protocol"], dict) or not isinstance(found["seal"], dict):
        raise ValueError("no protocol or no seal")
    return found


def keys_at(moment: datetime | None) -> set[str]:
    """The public keys, in Base64, with which a protocol could be sealed then."""
    if moment is None or not FIRST <= moment <= LAST:
        return set()
    begun = SealKey.objects.filter(since__lte=moment + OVERLAP)
    return set(begun.filter(Q(until=None) | Q(until__gte=moment - OVERLAP)).values_list("public_key", flat=True))


def faults_of(sealed: pep.Sealed, *, sha256: str | None = None, previous: str | None = None) -> list[str]:
    """What is wrong with a protocol, in words; its key must have been in use when it says it was sealed.

    `sha256` of the document and the hash (`pep.link`) of the protocol before it are compared where they are given.
    """
    return pep.check(sealed, keys_at(_sealed_at(sealed)), document_sha256=sha256, previous=previous)


def _sealed_at(sealed: pep.Sealed) -> datetime | None:
    """What a stranger wrote may be no time at all."""
    try:
        moment = datetime.fromisoformat(sealed["protocol"]["signed_at"])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


@cache
def _key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
