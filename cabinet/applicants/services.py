"""What is done with the data of an applicant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

import audit
from accounts import versions
from accounts.models import Applicant, ApplicantDetails, LegalForm, Membership, User

from .asked import details_of, label_for, label_of, missing_of
from .errors import DetailsMissing, NumbersTaken


def must_be_complete(applicant: Applicant) -> None:
    """Before an application is filed. Raises DetailsMissing, which says exactly what."""
    if missing := missing_of(applicant):
        raise DetailsMissing(missing)


@transaction.atomic
def change_data(
    applicant: Applicant, *, answers: Mapping[str, Any], seen: str | None = None, by: User, now: datetime
) -> None:
    """Keep what has changed: names and numbers, and what was asked besides. Raises NumbersTaken, ChangedMeanwhile.

    The applicant's row is locked for its details too, which may not exist yet.
    """
    applicant = Applicant.objects.select_for_update(no_key=True).get(pk=applicant.pk)
    of_details = {field.name for field in ApplicantDetails._meta.fields} - {"applicant"}
    found = details_of(applicant)
    saved = {name: getattr(found if name in of_details else applicant, name) for name in answers}
    author = versions.last_author(applicant, "applicant.data_changed") if seen is not None else None
    changed = versions.changes(answers, saved=saved, seen=seen, author=author)
    details = {name: value for name, value in changed.items() if name in of_details}
    identity = {name: value for name, value in changed.items() if name not in of_details}
    if identity:
        _change_identity(applicant, identity)
    if details:
        ApplicantDetails.objects.update_or_create(applicant=applicant, defaults=details)
    if changed:
        named = [*(label_of(Applicant, name) for name in identity), *(label_for(applicant, name) for name in details)]
        audit.record(by, "applicant.data_changed", applicant, now=now, fields=", ".join(named))


def _change_identity(applicant: Applicant, identity: dict[str, Any]) -> None:
    for name, answer in identity.items():
        setattr(applicant, name, answer)
    try:
        with transaction.atomic():
            applicant.save(update_fields=list(identity))
    except IntegrityError:
        raise NumbersTaken from None
    if applicant.legal_form != LegalForm.ORGANISATION:  # the person who signs in is the same one
        names = {name: identity[name] for name in ("last_name", "first_name", "middle_name") if name in identity}
        own = Membership.objects.filter(applicant=applicant).values("user")
        if names:
            User.objects.filter(pk__in=own).update(**names)


@transaction.atomic
def block(applicant: Applicant, *, reason: str, seen: str | None = None, by: User, now: datetime) -> None:
    """From their next request on nobody acts for this applicant, members and representatives alike.

    Blocked already, they get the new reason from whoever has seen the old one. Raises ChangedMeanwhile.
    """
    applicant = Applicant.objects.select_for_update(no_key=True).get(pk=applicant.pk)
    if applicant.blocked_at is not None:
        author = versions.last_author(applicant, "applicant.blocked")
        saved = {"reason": applicant.block_reason}
        if not versions.changes({"reason": reason}, saved=saved, seen=seen or "", author=author):
            return
    applicant.blocked_at = applicant.blocked_at or now
    applicant.block_reason = reason
    applicant.save(update_fields=["blocked_at", "block_reason"])
    audit.record(by, "applicant.blocked", applicant, now=now)


@transaction.atomic
def unblock(applicant: Applicant, *, by: User, now: datetime) -> None:
    if Applicant.objects.filter(pk=applicant.pk).exclude(blocked_at=None).update(blocked_at=None, block_reason=""):
        audit.record(by, "applicant.unblocked", applicant, now=now)
