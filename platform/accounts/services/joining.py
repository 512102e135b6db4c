"""Somebody asks to act for an applicant who is known already, and is admitted or refused.

An employee asks for their organisation. A person or an organisation that staff have entered from a paper, without an
account, asks for itself: the numbers alone prove nothing, so that staff compare a passport before they admit.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

import audit

from .. import emails
from ..errors import HasAccess
from ..models import Applicant, JoinRequest, LegalForm, Membership, User
from ..signals import access_asked


def joined_by(newcomer: Applicant) -> Applicant | None:
    """Whom `newcomer`, not saved yet, may ask to join.

    It is a registered organisation all numbers of which agree, or whoever staff have entered and nobody signs in for.
    """
    known = Applicant.objects.same_as(newcomer).first()
    if known is None or not known.members.exists():
        return known
    return known if known.legal_form == LegalForm.ORGANISATION and known.ogrn == newcomer.ogrn else None


@transaction.atomic
def ask_to_join(applicant: Applicant, *, user: User, now: datetime) -> JoinRequest:
    """Save the request of `user` (saved just now) and send the e-mail that confirms the address.

    Those who decide learn of it when the e-mail is confirmed: see `announce`.
    """
    asked = JoinRequest.objects.create(user=user, applicant=applicant, asked_at=now)
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    audit.record(user, "join.asked", applicant, now=now, request=asked.pk)
    emails.welcome(address)
    return asked


@transaction.atomic
def announce(user: User, *, now: datetime) -> None:
    """The e-mail of `user` is confirmed: tell the administrators of the organisation, or else the company's staff."""
    for asked in JoinRequest.objects.filter(user=user, announced_at=None).select_related("applicant"):
        asked.announced_at = now
        asked.save(update_fields=["announced_at"])
        administrators = administrators_of(asked.applicant)
        for administrator in administrators:
            emails.asks_to_join(asked, administrator)
        if not administrators:
            access_asked.send(sender=JoinRequest, asked=asked, now=now)


@transaction.atomic
def admit(asked: JoinRequest, *, by: User, now: datetime) -> bool:
    """Let the person in: the first one as administrator, others as employees of an organisation.

    False when it is decided already: then nothing happens. Raises HasAccess, if it is another person's by now.
    """
    applicant = Applicant.objects.select_for_update(no_key=True).get(pk=asked.applicant_id)
    is_organisation = applicant.legal_form == LegalForm.ORGANISATION
    if not is_organisation and applicant.members.exclude(pk=asked.user_id).exists():
        raise HasAccess
    counts = _decide(asked, is_admitted=True, now=now)
    if counts:
        role = Membership.Role.EMPLOYEE if administrators_of(applicant) else Membership.Role.ADMINISTRATOR
        Membership.objects.get_or_create(user=asked.user, applicant=applicant, defaults={"role": role})
        if not applicant.email:
            applicant.email = asked.user.email
            applicant.save(update_fields=["email"])
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
