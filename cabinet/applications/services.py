"""What is done with an application while it is a draft; afterwards its case goes on."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Applicant, User
from accounts.services import demand_phone
from cabinet.applicants.services import must_be_complete
from cabinet.cases import services as cases
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.models import Case
from cabinet.rules.packs import current_pack

from .kind import APPLICATION
from .models import Application

ANSWERS = ("type", "purpose", "address", "cadastral_number", "max_power_kw")
BARE = Sheet()  # nothing but the answers


@transaction.atomic
def start(*, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Application:
    """A new draft of an application; the same key gives the same draft."""
    title = current_pack().application_title
    case = cases.start_draft(kind=APPLICATION, title=title, applicant=applicant, by=by, key=key, now=now)
    application, _created = Application.objects.get_or_create(case=case)
    return application


@transaction.atomic
def save_draft(application: Application, *, answers: dict[str, Any], sheet: Sheet = BARE, now: datetime) -> None:
    """Keep what was answered so far. Raises NotADraft once it is submitted, DraftChanged if another page wrote.

    `answers`: type, purpose, address, cadastral_number, max_power_kw. The same answers once more change nothing.
    """
    case = cases.open_draft(application.case, sheet)
    if case is None:
        return
    kept = Application.objects.get(pk=case.pk)
    changed = [field for field, answer in answers.items() if getattr(kept, field) != answer]
    for field in changed:
        setattr(kept, field, answers[field])
    if changed:
        kept.save(update_fields=changed)
    is_blank = not any(getattr(kept, field) for field in ANSWERS)
    cases.keep_draft(case, sheet, subject=_subject(kept), is_blank=is_blank, is_changed=bool(changed), now=now)


def _subject(application: Application) -> str:
    numbers = application.cadastral_numbers
    more = f" и ещё {len(numbers) - 1}" if len(numbers) > 1 else ""
    return application.address or "".join(numbers[:1]) + more or application.purpose


@transaction.atomic
def submit(application: Application, *, answers: dict[str, Any], sheet: Sheet = BARE, by: User, now: datetime) -> Case:
    """Hand the application over with these answers. Submitted already, it is returned as it is.

    Raises DetailsMissing, PhoneNotConfirmed, DraftChanged.
    """
    case = cases.locked(application.case)
    if case.is_draft:
        must_be_complete(case.applicant)
        demand_phone(by)
        save_draft(application, answers=answers, sheet=sheet, now=now)
    return cases.submit(case, by=by, now=now)
