"""E-mails to people about their accounts."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from allauth.account.models import EmailAddress
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localtime

from notifications.services import send_email
from ui import words

from .links import link
from .models import Invitation, JoinRequest, LegalForm, User
from .security.email_confirmation import key_for
from .security.tokens import reset_tokens

REMINDERS = UUID("5b1b7c1e-7f0a-4b8e-9a4e-0f6a3f3f6a11")


def welcome(address: EmailAddress) -> None:
    _welcome(address, key=uuid4())


def welcome_once_more(address: EmailAddress, *, now: datetime) -> None:
    """Repeat the e-mail when the same data are registered again, at most once an hour."""
    _welcome(address, key=uuid5(REMINDERS, f"{link('register')} {address.pk} {address.email} {now:%Y-%m-%d %H}"))


def _welcome(address: EmailAddress, *, key: UUID) -> None:
    context = {
        "confirm_url": link("confirm_email", key_for(address)),
        "asks_password": not address.user.has_usable_password(),
    }
    send_email(key=key, to=address.email, template="registered", context=context)


def already_registered(user: User, *, now: datetime) -> None:
    """Tell only the owner, at most once an hour: nobody else must learn it, and repeated attempts must not flood."""
    key = uuid5(REMINDERS, f"{link('sign_in')} {user.pk} {now:%Y-%m-%d %H}")
    context = {"sign_in_url": link("sign_in"), "reset_url": link("ask_reset")}
    send_email(key=key, to=user.email, template="already_registered", context=context)


def invitation(invited: Invitation, token: str) -> None:
    context = {"invitation": invited, "accept_url": link("accept_invitation", token)}
    send_email(key=uuid4(), to=invited.email, template="invitation", context=context)


def asks_to_join(asked: JoinRequest, administrator: User) -> None:
    """The e-mail does not name who asks, because others may read it; the page does."""
    key = uuid5(REMINDERS, f"{link('organisation')} {asked.pk} {administrator.pk}")
    context = {"organisation": asked.applicant.title, "organisation_url": link("organisation")}
    send_email(key=key, to=administrator.email, template="asks_to_join", context=context)


def join_decided(asked: JoinRequest) -> None:
    of_organisation = asked.applicant.legal_form == LegalForm.ORGANISATION
    context = {"is_admitted": asked.is_admitted, "of_organisation": of_organisation, "sign_in_url": link("sign_in")}
    key = uuid5(REMINDERS, f"{link('organisation')} {asked.pk} decided")
    send_email(key=key, to=asked.user.email, template="join_decided", context=context)


def office_account(user: User, token: str) -> None:
    context = {"welcome_url": link("welcome", token)}
    send_email(key=uuid4(), to=user.email, template="office_account", context=context)


def password_reset(user: User) -> None:
    number = urlsafe_base64_encode(str(user.pk).encode())
    context = {"reset_url": link("reset_password", number, reset_tokens.make_token(user))}
    send_email(key=uuid4(), to=user.email, template="password_reset", context=context)


def password_changed(user: User, *, now: datetime) -> None:
    context = {"moment": words.with_time(localtime(now)), "reset_url": link("ask_reset")}
    send_email(key=uuid4(), to=user.email, template="password_changed", context=context)


def phone_changed(user: User, *, now: datetime) -> None:
    context = {"moment": words.with_time(localtime(now)), "reset_url": link("ask_reset")}
    send_email(key=uuid4(), to=user.email, template="phone_changed", context=context)


def second_factor_changed(user: User, what: str, *, now: datetime) -> None:
    context = {"what": what, "moment": words.with_time(localtime(now)), "security_url": link("security")}
    send_email(key=uuid4(), to=user.email, template="second_factor_changed", context=context)


def new_device(user: User, *, device: str, ip: str, now: datetime) -> None:
    context = {
        "device": device,
        "ip": ip,
        "moment": words.with_time(localtime(now)),
        "security_url": link("security"),
        "reset_url": link("ask_reset"),
    }
    send_email(key=uuid4(), to=user.email, template="new_device", context=context)
