"""A new SECRET_KEY: what is encrypted with an earlier one is written anew, row by row, while the site works.

What is only signed (sessions, links of letters, cookies of known devices) is not rewritten: it is read with every key
of SECRET_KEY_FALLBACKS and ends by itself. docs/operations.md lists all of it, with terms.
"""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from accounts.security.encryption import box

ENCRYPTED = ("secret", "seed", "migrated_codes")  # of `Authenticator.data`; the last is a list


@dataclass
class Outcome:
    rewritten: int = 0
    current: int = 0  # encrypted with SECRET_KEY already
    unreadable: int = 0  # with no key that is known

    @property
    def summary(self) -> str:
        return f"перешифровано {self.rewritten}, новым ключом {self.current}, не расшифровано {self.unreadable}"


def renew(*, only_look: bool = False) -> Outcome:
    """Of the schema we are in. Each row is a transaction of its own: what broke off is begun again.

    With `only_look` nothing is written, and `rewritten` counts what would be.
    """
    outcome = Outcome()
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # A reserve code that is used in this moment changes the same field.
            row = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if row is not None:
                _renew_row(row, outcome, only_look=only_look)
    return outcome


def _renew_row(row: Authenticator, outcome: Outcome, *, only_look: bool) -> None:
    secrets = {name: row.data[name] for name in ENCRYPTED if row.data.get(name)}
    if not secrets:  # a passkey: a public key
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
    """The same if SECRET_KEY reads it. Raises InvalidToken."""
    if isinstance(value, list):
        return [_renewed(one) for one in value]
    try:
        box(newest_only=True).decrypt(value.encode())
    except InvalidToken:
        return box().rotate(value.encode()).decode()
    return value
