"""What is done with an application while it is a draft; afterwards its case goes on."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Applicant, User
from accounts.services import demand_phone
from cabinet.applicants.services import must_be_complete
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.rules.packs import current_pack

from .models import Application


@transaction.atomic
def start(*, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Application:
    """A new draft of an application; the same key gives the same draft."""
    title = current_pack().application_title
    case = cases.start_draft(kind=Case.Kind.APPLICATION, title=title, applicant=applicant, by=by, key=key, now=now)
    application, _created = Application.objects.get_or_create(case=case)
    return application


@transaction.atomic
def save_draft(application: Application, *, answers: dict[str, Any], now: datetime) -> Application:
    """Keep what was answered so far. Raises NotADraft once it is submitted.

    `answers`: type, purpose, address, cadastral_number, max_power_kw.
    """
    subject = answers.get("address") or answers.get("cadastral_number") or answers.get("purpose") or ""
    cases.keep_draft(application.case, subject=subject, now=now)
    for field, answer in answers.items():
        setattr(application, field, answer)
    application.save()
    return application


@transaction.atomic
def submit(application: Application, *, answers: dict[str, Any], by: User, now: datetime) -> Case:
    """Hand the application over with these answers. Submitted already, it is returned as it is.

    Raises DetailsMissing, PhoneNotConfirmed.
    """
    case = cases.locked(application.case)
    if case.is_draft:
        must_be_complete(case.applicant)
        demand_phone(by)
        save_draft(application, answers=answers, now=now)
    return cases.submit(case, by=by, now=now)
