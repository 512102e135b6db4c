"""Tokens of the links in letters: what only the letter holds, while we keep its hash."""

import secrets
from hashlib import sha256
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenancy.company import connection


def new_token() -> str:
    """For a link which is a row here: an invitation, a representation."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class ResetTokens(PasswordResetTokenGenerator):
    """Signed over the company too: the same number, e-mail and password elsewhere are somebody else's."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{connection.schema_name} {super()._make_hash_value(user, timestamp)}"


reset_tokens = ResetTokens()
