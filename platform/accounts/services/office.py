"""Accounts made in the office: staff create one for a visitor, who takes it over by the link of an e-mail."""

from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction

import audit
from tenancy.company import connection

from .. import emails
from ..errors import ApplicantKnown, EmailTaken, HasAccess, LinkNotValid
from ..models import Applicant, ConsentText, Membership, User
from .consents import Evidence, give_consents

SALT = "accounts.office"
LIFETIME = 72 * 3600  # seconds


@transaction.atomic
def create_in_office(newcomer: Applicant, *, by: User, now: datetime) -> User:
    """An account without a password for `newcomer` (not saved yet). Raises EmailTaken, ApplicantKnown."""
    newcomer.email = newcomer.email.lower()
    newcomer.created_at = now
    if User.objects.filter(email=newcomer.email).exists():
        raise EmailTaken
    if known := Applicant.objects.same_as(newcomer).first():
        raise ApplicantKnown(known=known)
    user = _user_of(newcomer, now=now)
    try:
        with transaction.atomic():
            user.save()
            newcomer.save()
    except IntegrityError:  # the person has registered at the same moment
        raise EmailTaken from None
    return _invited(user, newcomer, by=by, now=now)


@transaction.atomic
def note_in_office(newcomer: Applicant, *, by: User, now: datetime) -> Applicant:
    """An applicant without an account: somebody wrote on paper and has no e-mail. Raises ApplicantKnown.

    Nobody signs in for them until staff open an account (`open_account`), or until they register with their numbers
    and staff admit them (`joining.admit`).
    """
    newcomer.created_at = now
    if known := Applicant.objects.same_as(newcomer).first():
        raise ApplicantKnown(known=known)
    try:
        with transaction.atomic():
            newcomer.save()
    except IntegrityError:  # entered at another desk at the same moment
        raise ApplicantKnown(known=Applicant.objects.same_as(newcomer).get()) from None
    audit.record(by, "applicant.noted_in_office", newcomer, now=now)
    return newcomer


@transaction.atomic
def open_account(applicant: Applicant, *, email: str, by: User, now: datetime) -> User:
    """Give an applicant whom staff have entered an account: staff have seen who it is, and heard the e-mail.

    Until somebody has come by the letter, another address takes the place of a mistyped one, whose link ends with that.
    Raises EmailTaken, HasAccess.
    """
    applicant = Applicant.objects.select_for_update(no_key=True).get(pk=applicant.pk)
    members = list(applicant.members.all())
    if any(not has_not_come(member) for member in members):
        raise HasAccess
    applicant.email = email.lower()
    if User.objects.filter(email=applicant.email).exclude(pk__in=[member.pk for member in members]).exists():
        raise EmailTaken
    user = members[0] if members else _user_of(applicant, now=now)
    user.email = applicant.email
    try:
        with transaction.atomic():
            user.save()
            applicant.save(update_fields=["email"])
    except IntegrityError:  # somebody has registered with it at the same moment
        raise EmailTaken from None
    return _invited(user, applicant, by=by, now=now)


def has_not_come(user: User) -> bool:
    """Staff have made the account, and nobody has come by the letter."""
    return user.registration_key is None and not user.has_usable_password()


def _user_of(applicant: Applicant, *, now: datetime) -> User:
    user = User(
        email=applicant.email,
        phone=applicant.phone,
        last_name=applicant.last_name,
        first_name=applicant.first_name,
        middle_name=applicant.middle_name,
        joined_at=now,
    )
    user.set_unusable_password()
    return user


def _invited(user: User, applicant: Applicant, *, by: User, now: datetime) -> User:
    administrator = {"role": Membership.Role.ADMINISTRATOR}
    Membership.objects.get_or_create(user=user, applicant=applicant, defaults=administrator)
    EmailAddress.objects.update_or_create(user=user, primary=True, defaults={"email": user.email, "verified": False})
    audit.record(by, "user.made_in_office", user, now=now)
    audit.record(by, "applicant.given_access", applicant, now=now, user=user.pk)
    emails.office_account(user, token_for(user))
    return user


def token_for(user: User) -> str:
    return signing.dumps([connection.schema_name, user.pk, user.email], salt=SALT)


def user_for_welcome(token: str) -> User:
    """The user whose account the link opens once, for 72 hours, at this company. Raises LinkNotValid."""
    try:
        schema_name, pk, email = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        raise LinkNotValid from None
    user: User | None = User.objects.active().filter(pk=pk, email=email).first()
    if schema_name != connection.schema_name or user is None or user.has_usable_password():
        raise LinkNotValid
    return user


@transaction.atomic
def take_over(
    token: str, *, password: str, agreed_to: Collection[ConsentText.Kind], evidence: Evidence, now: datetime
) -> User:
    """The person confirms the data and the consents, and sets the password. Raises LinkNotValid."""
    found = user_for_welcome(token)
    user: User = User.objects.select_for_update(no_key=True).get(pk=found.pk)
    if user.has_usable_password():  # the second of two simultaneous requests
        raise LinkNotValid
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
    give_consents(user, kinds=agreed_to, evidence=evidence, now=now)
    audit.record(user, "user.took_over", user, now=now)
    return user


@transaction.atomic
def send_again(user: User, *, by: User | None, now: datetime) -> None:
    """Send a new link to a person who has not used the first one."""
    if not user.has_usable_password():
        emails.office_account(user, token_for(user))
        audit.record(by, "user.office_letter_sent", user, now=now)
