from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

import audit

from .. import emails
from ..models import Applicant, ConsentText, Membership, User
from ..queries import unconfirmed_address, user_for_login
from ..security.email_confirmation import address_for
from ..signals import registered
from .consents import Evidence, give_consents, note_consent_due
from .joining import announce, ask_to_join, joined_by
from .office import token_for

# After an hour an unconfirmed registration no longer blocks its identifiers: the e-mail may have been mistyped.
GIVEN_UP_AFTER = timedelta(hours=1)
ANSWERS = (
    "legal_form", "last_name", "first_name", "middle_name", "organisation_name",
    "snils", "inn", "ogrn", "kpp", "email", "phone",
)  # fmt: skip


@transaction.atomic
def register(
    newcomer: Applicant,
    *,
    password: str | None,
    agreed_to: Collection[ConsentText.Kind],
    evidence: Evidence,
    now: datetime,
    key: UUID | None = None,
) -> User | None:
    """Create an account for `newcomer` (an unsaved Applicant) and send the e-mail that confirms the address.

    Nobody can sign in to it before that. Without a password the link of the e-mail asks for one. Returns None when
    the e-mail or an identifier belongs to somebody already: an e-mail tells the owner, the caller tells nothing. The
    same `key` again is the same press of the same button, and returns what the first one made; with other answers it
    puts the first ones right.
    """
    newcomer.email = newcomer.email.lower()
    newcomer.created_at = now
    user = User(
        email=newcomer.email,
        phone=newcomer.phone,
        last_name=newcomer.last_name,
        first_name=newcomer.first_name,
        middle_name=newcomer.middle_name,
        joined_at=now,
        registration_key=uuid4() if _is_of_another(key, newcomer) else key,
        password=make_password(password),
    )
    if _made(user, newcomer):
        Membership.objects.create(user=user, applicant=newcomer, role=Membership.Role.ADMINISTRATOR)
        _welcome(user)
    else:
        owners = _owners(newcomer)
        mine = next((owner for owner in owners if key is not None and owner.registration_key == key), None)
        if mine is not None and _is_the_same(mine, newcomer):
            return mine
        if begun := _begun(owners, key=key, now=now):
            user = _begin_again(begun, user, newcomer)
            _welcome(user)
        elif (known := joined_by(newcomer)) and _made(user):
            ask_to_join(known, user=user, now=now)
        else:
            for owner in owners:
                _tell(owner, now=now)
            return None
    give_consents(user, kinds=agreed_to, evidence=evidence, now=now)
    audit.record(user, "user.registered", user, now=now)
    return user


def _made(*rows: User | Applicant) -> bool:
    """The rows are new. Constraints of the database decide, so that of two requests at once one gets through."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save()
    except IntegrityError:
        for row in rows:
            row.pk, row._state.adding = None, True
        return False
    return True


def _welcome(user: User) -> None:
    address, _created = EmailAddress.objects.update_or_create(
        user=user, primary=True, defaults={"email": user.email, "verified": False}
    )
    emails.welcome(address)


def _owners(newcomer: Applicant) -> set[User]:
    known = Applicant.objects.same_as(newcomer)
    return set(User.objects.filter(Q(email=newcomer.email) | Q(membership__applicant__in=known)))


def _is_of_another(key: UUID | None, newcomer: Applicant) -> bool:
    """The key is known, but another person registers from the same browser."""
    first = User.objects.filter(registration_key=key).first() if key is not None else None
    return first is not None and first not in _owners(newcomer)


def _is_the_same(user: User, newcomer: Applicant) -> bool:
    """The same form was submitted twice, without a correction."""
    first = user.applicant
    return first is None or all(getattr(first, name) == getattr(newcomer, name) for name in ANSWERS)


def _begun(owners: Collection[User], *, key: UUID | None, now: datetime) -> User | None:
    """An unconfirmed registration that may be replaced: begun in this browser, or given up long ago."""
    if len(owners) != 1:
        return None
    [owner] = owners
    if owner.registration_key is None or owner.applicant is None or unconfirmed_address(owner) is None:
        return None
    return owner if owner.registration_key == key or owner.joined_at <= now - GIVEN_UP_AFTER else None


def _begin_again(user: User, answers: User, newcomer: Applicant) -> User:
    """Replace the old answers: the account was never signed in to. The link of the earlier e-mail stops working."""
    newcomer.pk = user.applicants.values_list("pk", flat=True).get()
    newcomer.save(force_update=True)
    answers.pk = user.pk
    answers.save(force_update=True)
    return answers


def _tell(owner: User, *, now: datetime) -> None:
    """E-mail only the owner that somebody has registered with their data."""
    unconfirmed = unconfirmed_address(owner)
    if unconfirmed is None or owner.registration_key is None:
        emails.already_registered(owner, now=now)
    else:
        emails.welcome_once_more(unconfirmed, now=now)


@transaction.atomic
def confirm_email(key: str, *, password: str | None = None, now: datetime) -> User:
    """Confirm the e-mail by the link, with a password if the account has none. Raises LinkNotValid."""
    address = address_for(key)
    user: User = address.user
    address.set_verified()
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    note_consent_due(user)  # a newer text may have been published since
    audit.record(user, "user.confirmed_email", user, now=now)
    announce(user, now=now)
    if user.applicant is not None:
        registered.send(sender=User, user=user, applicant=user.applicant, now=now)
    return user


@transaction.atomic
def send_confirmation_again(login: str, *, now: datetime) -> None:
    """Send the e-mail to the user whom `login` names. The caller gives the same answer if there is none."""
    user = user_for_login(login)
    if user is None or not user.is_active:
        return
    unconfirmed = unconfirmed_address(user)
    if unconfirmed is None:
        emails.already_registered(user, now=now)
    elif user.registration_key is None:  # made in the office: that e-mail asks for the consents too
        emails.office_account(user, token_for(user))
    else:
        emails.welcome(unconfirmed)
