"""Re-encrypts secrets with a new SECRET_KEY, row by row, while the site works.

Signed data (sessions, links of e-mails, cookies of known devices) are not rewritten, because they are read with every
key of SECRET_KEY_FALLBACKS and expire. docs/operations.md lists all of them with their lifetimes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from .encryption import box

ENCRYPTED = ("secret", "seed", "migrated_codes")  # keys of `Authenticator.data`; the last holds a list


@dataclass
class Outcome:
    rewritten: int = 0
    current: int = 0  # already encrypted with SECRET_KEY
    unreadable: int = 0  # encrypted with no known key

    @property
    def summary(self) -> str:
        return f"перешифровано {self.rewritten}, новым ключом {self.current}, не расшифровано {self.unreadable}"


# What other packages encrypt, and how it is written anew: for each secret whether an earlier key had encrypted it, None
# if no known key reads it. They are called in a transaction of their own, in the schema of the moment.
Renewer = Callable[..., list[bool | None]]
_RENEWERS: list[Renewer] = []


def register(renewer: Renewer) -> None:
    _RENEWERS.append(renewer)


def renew(*, only_look: bool = False) -> Outcome:
    """Re-encrypt the current schema. Each row is a transaction of its own, so an interrupted run can be repeated.

    With `only_look` nothing is written, and `rewritten` counts what would be.
    """
    outcome = Outcome()
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Using a reserve code at the same moment changes the same field.
            row = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if row is not None:
                _renew_row(row, outcome, only_look=only_look)
    for renewer in _RENEWERS:
        with transaction.atomic():
            for was_earlier in renewer(only_look=only_look):
                outcome.unreadable += was_earlier is None
                outcome.rewritten += was_earlier is True
                outcome.current += was_earlier is False
    return outcome


def _renew_row(row: Authenticator, outcome: Outcome, *, only_look: bool) -> None:
    secrets = {name: row.data[name] for name in ENCRYPTED if row.data.get(name)}
    if not secrets:  # a passkey has only a public key
        return
    try:
        renewed = {name: _renewed(value) for name, value in secrets.items()}
    except InvalidToken:
        outcome.unreadable += 1
        return
    if renewed == secrets:
        outcome.current += 1
        return
    outcome.rewritten += 1
    if not only_look:
        row.data = {**row.data, **renewed}
        row.save(update_fields=["data"])


def _renewed(value: Any) -> Any:
    """The value unchanged if SECRET_KEY decrypts it, otherwise re-encrypted. Raises InvalidToken."""
    if isinstance(value, list):
        return [_renewed(one) for one in value]
    try:
        box(newest_only=True).decrypt(value.encode())
    except InvalidToken:
        return box().rotate(value.encode()).decode()
    return value
