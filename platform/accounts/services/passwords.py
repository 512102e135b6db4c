from datetime import datetime

from django.db import transaction
from django.utils.http import urlsafe_base64_decode

import audit

from .. import emails
from ..errors import LinkNotValid
from ..models import Session, User
from ..queries import unconfirmed_address, user_for_login
from ..security.tokens import reset_tokens
from .office import token_for


@transaction.atomic
def request_reset(login: str) -> None:
    """Send the link to the user whom `login` names. The caller gives the same answer if there is none."""
    user = user_for_login(login)
    if user is None or not user.is_active:
        return
    unconfirmed = unconfirmed_address(user)
    if unconfirmed is not None and user.registration_key is not None:  # only the confirmation link lets this person in
        emails.welcome(unconfirmed)
    elif user.has_usable_password():
        emails.password_reset(user)
    else:  # an unused account made in the office: the first entry asks for the consents too
        emails.office_account(user, token_for(user))


def user_for_reset(number: str, token: str) -> User:
    """The user whose password the link of an e-mail resets. Raises LinkNotValid.

    The token is signed over the password and the last sign-in: it works once, for an hour, at this company.
    """
    try:
        pk = int(urlsafe_base64_decode(number))
    except ValueError:
        raise LinkNotValid from None
    user: User | None = User.objects.active().filter(pk=pk).first()
    if user is None or not reset_tokens.check_token(user, token):
        raise LinkNotValid
    return user


@transaction.atomic
def reset_password(user: User, *, password: str, now: datetime) -> None:
    """Set a new password by the link of an e-mail. Every session of the person ends."""
    _set(user, password)
    audit.record(user, "user.reset_password", user, now=now)
    emails.password_changed(user, now=now)


@transaction.atomic
def change_password(user: User, *, password: str, now: datetime) -> None:
    """Set a new password for a person who has just given the old one. Their other sessions end."""
    _set(user, password)
    audit.record(user, "user.changed_password", user, now=now)
    emails.password_changed(user, now=now)


def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.of(user).delete()  # they are bound to the old password and would be refused anyway
