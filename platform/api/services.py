import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit import record
from ui.words import one_line

from . import secret
from .errors import KeyAlreadyMade, ScopeNotAllowed, TooManyKeys
from .models import Key
from .scopes import scopes_for

KEYS_AT_MOST = 20  # in force, of one person
USE_NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def make_key(
    *, name: str, scopes: Collection[str], days: int, by: User, key: uuid.UUID, now: datetime
) -> tuple[Key, str]:
    """A new key and its token, which is known only here. It acts for whom the person acts now.

    Raises KeyAlreadyMade on a second press, because the token cannot be shown again; ScopeNotAllowed, TooManyKeys.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses at once
    if Key.objects.filter(user=by, press=key).exists():
        raise KeyAlreadyMade
    allowed = [scope.value for scope in scopes_for(by) if scope in scopes]
    if not allowed or set(scopes) - set(allowed):
        raise ScopeNotAllowed
    if Key.objects.filter(user=by, revoked_at=None, expires_at__gt=now).count() >= KEYS_AT_MOST:
        raise TooManyKeys(most=KEYS_AT_MOST)
    words = secret.new()
    made = Key.objects.create(
        user=by,
        acts_for=by.applicant.pk if not by.is_staff_of_company and by.applicant else None,
        name=one_line(name),
        granted=" ".join(allowed),
        secret_hash=secret.hash_of(words),
        press=key,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(by, "api_key.made", made, now=now, name=made.name, scopes=allowed)
    return made, f"{made.prefix}.{words}"


@transaction.atomic
def revoke_key(key: Key, *, by: User, now: datetime) -> None:
    """From the next request on the key opens nothing. Revoked already, it stays as it is."""
    if Key.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record(by, "api_key.revoked", key, now=now, name=key.name)


def note_use(key: Key, *, now: datetime) -> None:
    """Written once in a few minutes, so that reading costs no write."""
    since = now - USE_NOTED_EVERY
    if key.used_at is None or key.used_at < since:
        Key.objects.filter(Q(used_at=None) | Q(used_at__lt=since), pk=key.pk).update(used_at=now)
