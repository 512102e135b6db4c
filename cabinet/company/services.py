"""What is done with the company's own data."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from tenancy.company import current_company

from .models import Profile


@transaction.atomic
def begin(*, notice_email: str, now: datetime) -> Profile:
    """The first data of a company that has just been opened, as the operator typed them."""
    company = current_company()
    profile, _created = Profile.objects.get_or_create(
        pk=1,
        defaults={
            "full_name": company.name,
            "short_name": company.short_name or company.name,
            "inn": company.inn,
            "kpp": company.kpp,
            "ogrn": company.ogrn,
            "notice_email": notice_email,
            "changed_at": now,
        },
    )
    return profile


@transaction.atomic
def change(profile: Profile, *, changed: list[str], by: User, now: datetime) -> None:
    """Save the settings. The audit says which ones changed, not what they were."""
    if not changed:
        return
    profile.changed_at = now
    profile.changed_by = by.short_name
    profile.save()
    record(by, "company.settings_changed", profile, now=now, fields=changed)
