"""Tokens of the links in e-mails. Only the e-mail has the token; the database has its hash."""

import secrets
from hashlib import sha256
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenancy.company import connection


def new_token() -> str:
    """A token for a link that has a row of its own, such as an invitation."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class ResetTokens(PasswordResetTokenGenerator):
    """Signs the company too, so that a token of one company is not valid at another."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{connection.schema_name} {super()._make_hash_value(user, timestamp)}"


reset_tokens = ResetTokens()
