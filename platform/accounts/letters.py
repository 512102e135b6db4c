"""Letters to people about their accounts."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localtime

from accounts.confirmation import key_for
from accounts.links import link
from accounts.models import Applicant, Invitation, User
from notifications.services import send_letter
from ui import words

REMINDERS = UUID("5b1b7c1e-7f0a-4b8e-9a4e-0f6a3f3f6a11")


def welcome(address: EmailAddress, applicant: Applicant) -> None:
    context = {"applicant": applicant, "confirm_url": link("confirm_email", key_for(address))}
    send_letter(key=uuid4(), to=address.email, template="registered", context=context)


def already_registered(user: User, *, now: datetime) -> None:
    """Told to the owner only, and once an hour at most: others must not learn it, nor flood the owner by trying."""
    key = uuid5(REMINDERS, f"{link('sign_in')} {user.pk} {now:%Y-%m-%d %H}")
    context = {"sign_in_url": link("sign_in"), "reset_url": link("ask_reset")}
    send_letter(key=key, to=user.email, template="already_registered", context=context)


def invitation(invited: Invitation, token: str) -> None:
    context = {"invitation": invited, "accept_url": link("accept_invitation", token)}
    send_letter(key=uuid4(), to=invited.email, template="invitation", context=context)


def password_reset(user: User) -> None:
    number = urlsafe_base64_encode(str(user.pk).encode())
    context = {"reset_url": link("reset_password", number, default_token_generator.make_token(user))}
    send_letter(key=uuid4(), to=user.email, template="password_reset", context=context)


def password_changed(user: User, *, now: datetime) -> None:
    context = {"moment": words.with_time(localtime(now)), "reset_url": link("ask_reset")}
    send_letter(key=uuid4(), to=user.email, template="password_changed", context=context)
