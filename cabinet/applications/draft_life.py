"""How long a draft waits: letters after a week and a month without a change, a warning, and the end after a year."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cabinet.cases import services as cases
from cabinet.cases.letters.notices import case_letter
from cabinet.cases.models import Case
from cabinet.representatives.queries import addressees
from tenancy import due
from ui.words import in_words

from .models import Application

TASK = "applications.remind_draft"
KEPT = timedelta(days=365)
NOTICE = timedelta(days=14)  # between the last warning and the end


@dataclass(frozen=True)
class Mark:
    """So long `after` the last change the applicant is written to. `text` is what the letter says, until `day`."""

    code: str
    after: timedelta
    text: str


WEEK = Mark("week", timedelta(days=7), "Вы начали заявку и не закончили её. Всё введённое сохранено.")
MONTH = Mark(
    "month", timedelta(days=30), "Черновик заявки ждёт вас уже месяц. Сетевая организация увидит его, когда вы подадите"
)
END = Mark("end", KEPT - NOTICE, "Черновик заявки давно не меняли. Если ничего не сделать, {day} мы удалим его")
MARKS = (WEEK, MONTH, END)


def watch(case: Case, *, now: datetime) -> None:
    """Put a new draft on the list of due work."""
    due.plan_once(TASK, case.pk, at=now + WEEK.after)


@transaction.atomic
def attend(case_id: int, *, now: datetime) -> None:
    """Write the letter that is due, or end the draft; then say when to look again. Twice is the same as once."""
    drafts = Application.objects.select_for_update(no_key=True, of=("self", "case"))
    found = drafts.select_related("case").filter(pk=case_id, case__stage="draft").first()
    if found is None:
        return due.settle(TASK, case_id)
    case, idle = found.case, now - found.case.changed_at
    if case.is_blank:  # nobody has written anything: the nightly sweep takes it away
        return due.plan(TASK, case_id, at=now + WEEK.after)
    ends_at = _end_of(found)
    if ends_at is not None and now >= ends_at:
        cases.sweep_draft(case, now=now)
        return due.settle(TASK, case_id)
    passed = [mark for mark in MARKS if mark.after <= idle]
    if passed and not _is_told(found, passed[-1]):
        _tell(found, passed[-1], now=now)
    return due.plan(TASK, case_id, at=_next(found, idle))


def _is_told(application: Application, mark: Mark) -> bool:
    """A reminder is written once; the warning of the end anew after each change, because it names the day."""
    at = application.warned.get(mark.code)
    return at is not None and (mark is not END or datetime.fromisoformat(at) > application.case.changed_at)


def _end_of(application: Application) -> datetime | None:
    """When the draft ends: never before it was warned of, and then NOTICE later."""
    if not _is_told(application, END):
        return None
    return max(application.case.changed_at + KEPT, datetime.fromisoformat(application.warned[END.code]) + NOTICE)


def _next(application: Application, idle: timedelta) -> datetime:
    ends_at = _end_of(application)
    if ends_at is not None:
        return ends_at
    return application.case.changed_at + next(mark.after for mark in MARKS if mark.after > idle)


def _tell(application: Application, mark: Mark, *, now: datetime) -> None:
    case = application.case
    application.warned = {**application.warned, mark.code: now.isoformat()}
    application.save(update_fields=["warned"])
    ends_at = _end_of(application)
    day = in_words(localdate(ends_at)) if ends_at else ""
    begun = in_words(localdate(case.created_at))
    what = f"{case.title}, черновик от {begun}. Чтобы он остался, откройте его и сохраните; если он не нужен, удалите."
    members = set(case.applicant.members.values_list("email", flat=True))
    helpers = {case.author.email} & set(addressees(case.applicant))
    for address in sorted(members | helpers):
        event = f"draft-{mark.code}-{now.date() if mark is END else ''}"
        case_letter(case, "draft_waits", address, event, text=mark.text.format(day=day), what=what, is_end=bool(day))


def watch_forgotten(*, now: datetime) -> int:
    """List the drafts that are on no list, for example after a restore of one schema. Returns their number."""
    listed = due.subjects(TASK)
    drafts = Case.objects.drafts().filter(application__isnull=False)
    forgotten = [pk for pk in drafts.values_list("pk", flat=True) if pk not in listed]
    for pk in forgotten:
        due.plan_once(TASK, pk, at=now)
    return len(forgotten)
