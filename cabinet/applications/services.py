"""What is done with an application while it is a draft; afterwards its case goes on."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Applicant, User
from accounts.services import demand_phone
from cabinet.applicants.services import must_be_complete
from cabinet.cases import services as cases
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.models import Case
from cabinet.rules.amendments import rules_now
from cabinet.rules.packs import current_pack

from .answers import is_given, stored
from .draft_life import watch
from .kind import APPLICATION
from .models import COLUMNS, Application

BARE = Sheet()  # nothing but the answers


@transaction.atomic
def start(
    *,
    applicant: Applicant,
    by: User,
    key: uuid.UUID,
    step: str = "",
    source: Application.Source = Application.Source.WEB,
    now: datetime,
) -> Application:
    """A new draft of an application; the same key gives the same draft. `step` is where its writing begins."""
    title = current_pack().application_title
    case = cases.start_draft(kind=APPLICATION, title=title, applicant=applicant, by=by, key=key, now=now)
    application, is_new = Application.objects.get_or_create(case=case, defaults={"step": step, "source": source})
    if is_new:
        watch(case, now=now)
    return application


@transaction.atomic
def copy(application: Application, *, by: User, key: uuid.UUID, now: datetime) -> Application:
    """A new draft with the answers of a submitted application; the same key gives the same draft.

    Its files are offered in the draft (`earlier_files`), and attached by choice.
    """
    pack = rules_now()
    draft = start(applicant=application.case.applicant, by=by, key=key, step=pack.pages[0].code, now=now)
    if not draft.case.is_draft or not draft.case.is_blank:  # a repeated press, perhaps of what was changed since
        return draft
    pages = {page.code for page in pack.pages if page.side == "applicant"}
    known = {question.code for question in pack.questions if question.page in pages}
    answers = {code: answer for code, answer in application.given.items() if code in known}
    type_ = application.type if pack.type_of(application.type) else ""
    save_draft(draft, answers={**answers, "type": type_}, step=draft.step, now=now)
    return draft


@transaction.atomic
def save_draft(
    application: Application, *, answers: Mapping[str, Any], step: str = "", sheet: Sheet = BARE, now: datetime
) -> None:
    """Keep what was answered so far. Raises NotADraft once it is submitted, DraftChanged if another page wrote.

    `answers` are named by the codes of the rule pack, and `type`; what is not named stays as it is. `step` is where the
    writing goes on next time. The same answers once more change nothing.
    """
    case = cases.open_draft(application.case, sheet)
    if case is None:
        return
    kept = Application.objects.get(pk=case.pk)
    changed = _take(kept, answers)
    moved = ["step"] if kept.step != step else []
    kept.step = step
    if changed or moved:
        kept.save(update_fields=[*changed, *moved])
    is_blank = not any(map(is_given, kept.given.values()))
    cases.keep_draft(case, sheet, subject=_subject(kept), is_blank=is_blank, is_changed=bool(changed), now=now)


def _take(application: Application, answers: Mapping[str, Any]) -> list[str]:
    """Put the answers where they are kept; gives the names of the columns that have changed."""
    columns = [name for name, answer in answers.items() if name in COLUMNS and getattr(application, name) != answer]
    for name in columns:
        setattr(application, name, answers[name])
    others = dict(application.answers)
    for name, answer in answers.items():
        if name in COLUMNS:
            continue
        if is_given(answer):
            others[name] = stored(answer)
        else:
            others.pop(name, None)
    if others == application.answers:
        return columns
    application.answers = others
    return [*columns, "answers"]


def _subject(application: Application) -> str:
    numbers = application.cadastral_numbers
    more = f" и ещё {len(numbers) - 1}" if len(numbers) > 1 else ""
    return application.address or "".join(numbers[:1]) + more or application.purpose


@transaction.atomic
def submit(
    application: Application,
    *,
    answers: Mapping[str, Any],
    step: str = "",
    sheet: Sheet = BARE,
    by: User,
    now: datetime,
) -> Case:
    """Hand the application over with these answers. Submitted already, it is returned as it is.

    Raises DetailsMissing, PhoneNotConfirmed, DraftChanged.
    """
    case = cases.locked(application.case)
    if case.is_draft:
        must_be_complete(case.applicant)
        demand_phone(by)
        save_draft(application, answers=answers, step=step, sheet=sheet, now=now)
    return cases.submit(case, by=by, now=now)
