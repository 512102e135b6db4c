"""The token of a link by which a password is reset."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection


class ResetTokens(PasswordResetTokenGenerator):
    """Signed over the company too: the same number, e-mail and password elsewhere are somebody else's."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        schema_name = connection.schema_name  # type: ignore[attr-defined]
        return f"{schema_name} {super()._make_hash_value(user, timestamp)}"


reset_tokens = ResetTokens()
