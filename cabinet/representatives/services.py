from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

import audit
import documents.services
from accounts import versions
from accounts.errors import EmailTaken
from accounts.models import Applicant, ConsentText, Membership, User
from accounts.security.tokens import hash_of, new_token
from accounts.services import Evidence, give_consents

from . import letters
from .errors import OwnRepresentative, RepresentationNotValid
from .models import Representation

TERM = timedelta(hours=72)


def invite(
    applicant: Applicant,
    *,
    email: str,
    scope: str,
    until: date,
    upload: UploadedFile,
    seen: str | None = None,
    by: User,
    now: datetime,
) -> Representation:
    """Ask somebody by letter to act for `applicant`. Their earlier invitation ends: two presses leave one.

    `seen` is the newest one that the page knew. Raises FileRefused, StorageUnavailable; ChangedMeanwhile if a later
    invitation of the same person says something else.
    """
    document = documents.services.take(upload, by=by, now=now)
    token = new_token()
    email = email.strip().lower()
    with transaction.atomic():
        Applicant.objects.select_for_update(no_key=True).get(pk=applicant.pk)  # of two presses one comes second
        waiting = Representation.objects.filter(applicant=applicant, email=email, accepted_at=None, revoked_at=None)
        later = waiting.filter(expires_at__gt=now, pk__gt=versions.number_of(seen or "")).order_by("pk").last()
        if seen is not None and later is not None:
            typed = {"scope": str(scope), "until": until}
            author = versions.last_author(later, "representative.invited")
            saved = versions.values_of(later, typed)
            versions.must_agree(typed, saved=saved, version=str(later.pk), author=author)
        waiting.update(revoked_at=now)
        documents.services.keep(document, placed_at=now)  # the proof of the powers is kept as it was
        representation = Representation.objects.create(
            applicant=applicant,
            email=email,
            scope=Representation.Scope(scope),
            until=until,
            document=document,
            token_sha256=hash_of(token),
            invited_by=by,
            invited_at=now,
            expires_at=now + TERM,
        )
        audit.record(
            by, "representative.invited", representation, now=now,
            scope=representation.get_scope_display(), until=f"{until:%d.%m.%Y}", applicant=applicant.pk,
        )  # fmt: skip
        letters.invited(representation, token)
    return representation


def find(token: str, *, now: datetime) -> Representation:
    """The one that the link of a letter opens. Raises RepresentationNotValid."""
    open_ones = Representation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    found = open_ones.filter(token_sha256=hash_of(token)).select_related("applicant").first()
    if found is None:
        raise RepresentationNotValid
    return found


@transaction.atomic
def accept(token: str, *, by: User, now: datetime) -> Representation:
    """`by` will act under an account of their own. Raises RepresentationNotValid, OwnRepresentative."""
    found = find(token, now=now)
    if by.is_staff_of_company or by.is_of_supplier:
        raise OwnRepresentative("Сотрудник сетевой организации или поставщика не может быть представителем заявителя.")
    if Membership.objects.filter(user=by, applicant=found.applicant).exists():
        raise OwnRepresentative
    # Taken by a condition, not by a look: of two presses one changes the row.
    still_open = Representation.objects.filter(pk=found.pk, accepted_at=None, revoked_at=None)
    if not still_open.update(accepted_at=now, user=by):
        raise RepresentationNotValid
    audit.record(by, "representative.accepted", found, now=now, user=by.pk, applicant=found.applicant_id)
    letters.accepted(found)
    return found


@transaction.atomic
def accept_as_newcomer(token: str, *, names: dict[str, str], password: str, evidence: Evidence, now: datetime) -> User:
    """An account for somebody who files nothing of their own. Raises RepresentationNotValid, EmailTaken."""
    found = find(token, now=now)
    try:
        with transaction.atomic():
            user = User.objects.create_user(found.email, password, joined_at=now, **names)
    except IntegrityError:
        raise EmailTaken from None
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    give_consents(user, kinds=[ConsentText.Kind.PERSONAL_DATA], evidence=evidence, now=now)
    accept(token, by=user, now=now)
    return user


@transaction.atomic
def revoke(representation: Representation, *, by: User, now: datetime) -> None:
    """At once: the next request of the representative acts for this applicant no more. Twice is once."""
    if Representation.objects.filter(pk=representation.pk, revoked_at=None).update(revoked_at=now):
        audit.record(by, "representative.revoked", representation, now=now, applicant=representation.applicant_id)
        letters.revoked(representation)


@transaction.atomic
def want_letters(user: User, *, wants: bool, now: datetime) -> None:
    """About the cases of those whom this person represents, all of them together."""
    if User.objects.filter(pk=user.pk).exclude(client_letters=wants).update(client_letters=wants):
        event = "representative.letters_wanted" if wants else "representative.letters_refused"
        audit.record(user, event, user, now=now)
