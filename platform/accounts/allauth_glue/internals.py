"""All of django-allauth that its documentation does not promise: what an upgrade of it may change without a word.

No other module imports from a package of allauth that is called `internal`, and no other class overrides or calls a
private method of it: `tests/accounts/test_allauth_internals.py` holds both, and says what we rely on.
"""

from abc import abstractmethod
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.core.internal.ratelimit import consume, truncate_ip
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_authentication, begin_registration
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

__all__ = [
    "TOTP",
    "Backend",
    "RecoveryCodes",
    "SecondStep",
    "WebAuthn",
    "WithKeyOfTries",
    "begin_authentication",
    "begin_registration",
    "consume",
    "get_authentication_records",
    "perform_login",
    "record_authentication",
    "truncate_ip",
]


class Backend(AuthenticationBackend):
    """A backend which chooses the person by its own look-up, and leaves the password to allauth.

    allauth hashes a password even when there is nobody, so that the time of an answer tells nothing.
    """

    @abstractmethod
    def named_by(self, login: str) -> AbstractBaseUser | None:
        """The person whose password is compared; None if nobody of this login may sign in."""

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = self._check_password(self.named_by(email), password)
        return user


class WithKeyOfTries(DefaultAccountAdapter):
    """An adapter which decides for itself whose wrong passwords are counted together."""

    @abstractmethod
    def key_of_tries(self, login: str) -> str:
        """A key that is the same for all logins of one person."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return self.key_of_tries(credentials.get("email", ""))


class SecondStep(AuthenticateStage):
    """The stage of the second factor, which may be asked whether it is due."""

    def is_due(self) -> bool:
        return bool(self._should_handle(self.request))
