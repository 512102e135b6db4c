from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

import audit
from accounts import letters
from accounts.confirmation import address_for
from accounts.models import Applicant, ConsentText, Membership, User
from accounts.services.consents import Evidence, give_consents
from accounts.signals import registered


@transaction.atomic
def register(
    newcomer: Applicant,
    *,
    password: str,
    agreed_to: Collection[ConsentText.Kind],
    evidence: Evidence,
    now: datetime,
    key: UUID | None = None,
) -> User | None:
    """Make an account for `newcomer` (an Applicant not saved yet) and send the letter that confirms the e-mail.

    Returns None when the e-mail or an identifier belongs to somebody already: a letter tells the owner, the caller
    tells nothing. The same `key` again is the same press of the same button, and returns what the first one made.
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
        registration_key=key,
        password=make_password(password),  # before anything is looked up: both outcomes take the same time
    )
    try:
        with transaction.atomic():
            user.save()
            newcomer.save()
    except IntegrityError:  # the constraints decide, so two at once cannot both get through
        owners = list(_owners(newcomer))
        if not owners:
            raise
        if first := _first_result(owners, key, password):
            return first
        for owner in owners:
            letters.already_registered(owner, now=now)
        return None
    Membership.objects.create(user=user, applicant=newcomer, role=Membership.Role.ADMINISTRATOR)
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    give_consents(user, kinds=agreed_to, evidence=evidence, now=now)
    audit.record(user, "user.registered", user, now=now)
    letters.welcome(address, newcomer)
    registered.send(sender=User, user=user, applicant=newcomer, now=now)
    return user


def _owners(newcomer: Applicant) -> set[User]:
    known = Applicant.objects.same_as(newcomer)
    return set(User.objects.filter(Q(email=newcomer.email) | Q(membership__applicant__in=known)))


def _first_result(owners: Collection[User], key: UUID | None, password: str) -> User | None:
    first = next((owner for owner in owners if key is not None and owner.registration_key == key), None)
    return first if first is not None and first.check_password(password) else None


@transaction.atomic
def confirm_email(key: str, *, now: datetime) -> User:
    """Raises LinkNotValid."""
    address = address_for(key)
    address.set_verified()
    audit.record(address.user, "user.confirmed_email", address.user, now=now)
    return address.user
