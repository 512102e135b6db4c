"""The end of an account at the wish of its person."""

from datetime import datetime
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

import audit
from accounts.links import link
from accounts.models import Applicant, ApplicantDetails, JoinRequest, Membership, Session, User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from cabinet.representatives import services as representatives
from cabinet.representatives.models import Representation
from notifications.services import send_email

from .errors import CannotClose
from .queries import own_applicants, why_closing_is_refused


@transaction.atomic
def close_account(user: User, *, now: datetime) -> None:
    """Erase what no law asks to keep and let nobody in any more. Raises CannotClose with the reason.

    Cases that were submitted stay as they were, with the names and numbers in them: the company must keep them. The
    consents stay as the proof that there were any.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    list(Applicant.objects.select_for_update(no_key=True).filter(membership__user=user).order_by("pk"))
    if reason := why_closing_is_refused(user):
        raise CannotClose(reason)
    alone = [applicant for applicant in own_applicants(user) if applicant.membership_set.count() == 1]
    told = user.email
    Membership.objects.filter(user=user).delete()
    kept = [applicant for applicant in alone if _stays_after_erasing(applicant, by=user, now=now)]
    for given in Representation.objects.filter(user=user, revoked_at=None):
        representatives.revoke(given, by=user, now=now)
    JoinRequest.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Session.objects.of(user).delete()
    Authenticator.objects.filter(user=user).delete()
    _blank(user)
    audit.record(user, "user.closed", user, now=now)
    send_email(key=uuid4(), to=told, template="account_closed", context={})
    if notice := profile().notice_email:
        where = link("applicant", kept[0].pk) if kept else link("applicants")
        send_email(key=uuid4(), to=notice, template="account_closed_for_company", context={"link": where})


def _stays_after_erasing(applicant: Applicant, *, by: User, now: datetime) -> bool:
    """Blank what is not in submitted cases; without any the applicant goes."""
    for representation in Representation.objects.filter(applicant=applicant, revoked_at=None):
        representatives.revoke(representation, by=by, now=now)
    for draft in Case.objects.filter(applicant=applicant).drafts():
        cases.delete_draft(draft, by=by, now=now)
    ApplicantDetails.objects.filter(applicant=applicant).delete()
    audit.record(by, "applicant.closed", applicant, now=now)
    if Case.objects.filter(applicant=applicant).exists():
        return True
    applicant.delete()
    return False


def _blank(user: User) -> None:
    user.email = f"closed-{user.pk}@invalid"
    user.phone = ""
    user.is_active = False
    user.registration_key = None
    user.set_unusable_password()
    if not Case.objects.filter(Q(author=user) | Q(entries__author=user)).exists():
        user.last_name = user.first_name = user.middle_name = ""  # else who wrote what in a case stays readable
    user.save()
