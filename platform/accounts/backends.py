from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User
from accounts.queries import unconfirmed_address, user_for_login


class IdentifierBackend(AuthenticationBackend):
    """Knows a person by any identifier they have, not by the e-mail alone.

    Every session stores the dotted path of this class, so moving it would sign everybody out.

    allauth hashes a password even when there is nobody, so that the time of an answer tells nothing.
    """

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        user = user_for_login(email) or User(pk=0, is_active=False)
        # One who was disabled, or has not confirmed the e-mail, is answered as one who never was.
        # Of nobody the same is asked: the answer takes as long.
        is_unconfirmed = unconfirmed_address(user) is not None
        return self._check_password(user if user.is_active and not is_unconfirmed else None, password)
