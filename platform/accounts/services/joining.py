"""An employee asks to act for an organisation that is already registered, and is admitted or refused."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

import audit

from .. import emails
from ..models import Applicant, JoinRequest, LegalForm, Membership, User


def organisation_of(newcomer: Applicant) -> Applicant | None:
    """The registered organisation with all three numbers of `newcomer`, which is not saved yet."""
    if newcomer.legal_form != LegalForm.ORGANISATION:
        return None
    return Applicant.objects.same_as(newcomer).filter(legal_form=LegalForm.ORGANISATION, ogrn=newcomer.ogrn).first()


@transaction.atomic
def ask_to_join(organisation: Applicant, *, user: User, now: datetime) -> JoinRequest:
    """Save the request of `user` (saved just now) and send the e-mail that confirms the address.

    Those who decide learn of it when the e-mail is confirmed: see `announce`.
    """
    asked = JoinRequest.objects.create(user=user, applicant=organisation, asked_at=now)
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    audit.record(user, "join.asked", organisation, now=now, request=asked.pk)
    emails.welcome(address)
    return asked


@transaction.atomic
def announce(user: User, *, now: datetime) -> None:
    """The e-mail of `user` is confirmed: tell the administrators of the organisation they asked to join."""
    for asked in JoinRequest.objects.filter(user=user, announced_at=None).select_related("applicant"):
        asked.announced_at = now
        asked.save(update_fields=["announced_at"])
        for administrator in administrators_of(asked.applicant):
            emails.asks_to_join(asked, administrator)


@transaction.atomic
def admit(asked: JoinRequest, *, by: User, now: datetime) -> bool:
    """Let the person in as an employee. False when it is decided already: then nothing happens."""
    counts = _decide(asked, is_admitted=True, now=now)
    if counts:
        Membership.objects.get_or_create(
            user=asked.user, applicant=asked.applicant, defaults={"role": Membership.Role.EMPLOYEE}
        )
        audit.record(by, "join.admitted", asked.applicant, now=now, user=asked.user_id)
        emails.join_decided(asked)
    return counts


@transaction.atomic
def refuse(asked: JoinRequest, *, by: User, now: datetime) -> bool:
    """Refuse the request. False when it is already decided, as in `admit`."""
    counts = _decide(asked, is_admitted=False, now=now)
    if counts:
        audit.record(by, "join.refused", asked.applicant, now=now, user=asked.user_id)
        emails.join_decided(asked)
    return counts


def administrators_of(organisation: Applicant) -> list[User]:
    administrators = {"membership__applicant": organisation, "membership__role": Membership.Role.ADMINISTRATOR}
    return list(User.objects.active().filter(**administrators))


def _decide(asked: JoinRequest, *, is_admitted: bool, now: datetime) -> bool:
    """A conditional UPDATE decides, so that of two simultaneous decisions one counts."""
    asked.decided_at, asked.is_admitted = now, is_admitted
    waiting = JoinRequest.objects.filter(pk=asked.pk, decided_at=None)
    return bool(waiting.update(decided_at=now, is_admitted=is_admitted))
