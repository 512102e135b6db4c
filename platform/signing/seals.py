"""The key that seals protocols of simple signatures, and the list of all there have been."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Q

from .crypto import pep
from .trust.models import SealKey

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
