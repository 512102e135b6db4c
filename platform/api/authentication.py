"""`Authorization: Bearer <prefix>.<secret>` makes a request act as the person whose key it is, whatever its cookies."""

from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication

from accounts.models import User
from accounts.security.second_factor_gate import is_required_of

from . import secret
from .errors import KeyMissing, KeyNotAccepted, SecondFactorMissing
from .models import Key
from .queries import known_key
from .services import note_use

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[User, Key]:
        """Raises KeyMissing, KeyNotAccepted, SecondFactorMissing."""
        key = _key_of(request.headers.get("Authorization", ""))
        user = key.user
        if is_required_of(user) and not key.has_factor:  # type: ignore[attr-defined]  # annotated
            raise SecondFactorMissing
        if not user.is_staff_of_company:
            user.acts_for = key.acts_for
            # A key that was made for a client never acts for anybody else once it may not act for the client.
            if user.applicant is None or user.applicant.pk != key.acts_for:
                raise KeyNotAccepted
        user.through = key.name
        note_use(key, now=timezone.now())
        return user, key

    def authenticate_header(self, request: Any) -> str:
        return SCHEME


def _key_of(header: str) -> Key:
    scheme, _, token = header.strip().partition(" ")
    if not token or scheme.lower() != SCHEME.lower():
        raise KeyMissing
    prefix, _, words = token.strip().partition(".")
    number = secret.number_in(prefix)
    key = known_key(number) if number is not None else None
    if key is None or not secret.matches(words, key.secret_hash):
        raise KeyNotAccepted
    if not key.is_valid(timezone.now()) or not key.user.is_active:
        raise KeyNotAccepted
    return key
