from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.queries import user_for_login


class IdentifierBackend(AuthenticationBackend):
    """Knows a person by any identifier they have, not by the e-mail alone.

    allauth hashes a password even when there is nobody, so that the time of an answer tells nothing.
    """

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        user = user_for_login(email)
        # One who was disabled is answered as one who never was.
        return self._check_password(user if user is not None and user.is_active else None, password)
