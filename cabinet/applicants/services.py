"""What is done with the data of an applicant."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

import audit
from accounts.models import Applicant, ApplicantDetails, LegalForm, Membership, User

from .asked import label_of, missing_of
from .errors import DetailsMissing, NumbersTaken


def must_be_complete(applicant: Applicant) -> None:
    """Before an application is filed. Raises DetailsMissing, which says exactly what."""
    if missing := missing_of(applicant):
        raise DetailsMissing(missing)


@transaction.atomic
def change_data(
    applicant: Applicant, *, identity: dict[str, Any], details: dict[str, Any], by: User, now: datetime
) -> None:
    """Keep what has changed: names and numbers, and what was asked besides. Raises NumbersTaken."""
    if not identity and not details:
        return
    if identity:
        _change_identity(applicant, identity)
    if details:
        ApplicantDetails.objects.update_or_create(applicant=applicant, defaults=details)
    changed = [
        *(label_of(Applicant, name) for name in identity),
        *(label_of(ApplicantDetails, name) for name in details),
    ]
    audit.record(by, "applicant.data_changed", applicant, now=now, fields=", ".join(changed))


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
def block(applicant: Applicant, *, reason: str, by: User, now: datetime) -> None:
    """From their next request on nobody acts for this applicant, members and representatives alike."""
    if Applicant.objects.filter(pk=applicant.pk, blocked_at=None).update(blocked_at=now, block_reason=reason):
        audit.record(by, "applicant.blocked", applicant, now=now)


@transaction.atomic
def unblock(applicant: Applicant, *, by: User, now: datetime) -> None:
    if Applicant.objects.filter(pk=applicant.pk).exclude(blocked_at=None).update(blocked_at=None, block_reason=""):
        audit.record(by, "applicant.unblocked", applicant, now=now)
