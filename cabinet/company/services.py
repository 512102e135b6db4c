"""What is done with the company's own data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import versions
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
def change(answers: Mapping[str, Any], *, seen: str | None = None, by: User, now: datetime) -> Profile:
    """Save the settings. The audit says which ones changed, not what they were. Raises ChangedMeanwhile."""
    profile = Profile.objects.select_for_update(no_key=True).get(pk=1)
    saved = versions.values_of(profile, answers)
    author = versions.Author(profile.changed_by, profile.changed_at) if profile.changed_by else None
    changed = versions.changes(answers, saved=saved, seen=seen, author=author)
    if not changed:
        return profile
    for name, value in changed.items():
        setattr(profile, name, value)
    profile.changed_at = now
    profile.changed_by = by.short_name
    profile.save(update_fields=[*changed, "changed_at", "changed_by"])
    record(by, "company.settings_changed", profile, now=now, fields=list(changed))
    return profile
