"""The report of the month that is over, by letter, to those of the staff who want it."""

from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.links import link
from accounts.models import User
from audit import record
from cabinet.cases.letters.notices import News
from documents.tables import shown
from notifications.services import send_email
from tenancy import due
from tenancy.company import connection
from ui.words import month

from .period import Period, last_month, next_month
from .queries import by_month, terms

TASK = "reports.send_month"
MORNING = time(8)
TERMS_SHOWN = 10


@transaction.atomic
def want_letters(by: User, *, wanted: bool, now: datetime) -> None:
    """Switch the letter of the month on or off for oneself. Twice is the same as once."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if user.report_letters == wanted:
        return
    user.report_letters = wanted
    user.save(update_fields=["report_letters"])
    record(by, "reports.letters_on" if wanted else "reports.letters_off", user, now=now)
    if wanted:
        due.plan(TASK, user.pk, at=_next_morning(now))
    else:
        due.settle(TASK, user.pk)


@transaction.atomic
def send_month(person_id: int, *, now: datetime) -> None:
    """The letter about the month that is over; the next one is planned. Twice in a month is the same as once."""
    person = User.objects.active().staff().filter(pk=person_id, report_letters=True).first()
    if person is None:
        due.settle(TASK, person_id)
        return
    period = last_month(timezone.localtime(now).date())
    send_email(
        key=uuid5(NAMESPACE_URL, f"{connection.schema_name}/reports/{person.pk}/{period.since}"),
        to=person.email,
        template="month_report",
        context={
            "news": News(month(period.since), f"Итоги за {month(period.since)}:", _lines(period)),
            "link": f"{link('reports')}?since={period.since:%d.%m.%Y}&until={period.until:%d.%m.%Y}",
        },
    )
    due.plan(TASK, person.pk, at=_next_morning(now))


def _lines(period: Period) -> list[str]:
    told = by_month(period)
    counts = [f"{head}: {shown(cell) or 0}" for head, cell in zip(told.heads[1:], told.rows[-1][1:], strict=True)]
    kept = [f"{row[0]}: в срок {row[2]} из {row[1]}" for row in terms(period).rows[:TERMS_SHOWN]]
    return [*counts, *kept]


def _next_morning(now: datetime) -> datetime:
    """In the morning of the first day of the next month, in the zone of the company."""
    return timezone.make_aware(datetime.combine(next_month(timezone.localtime(now).date()), MORNING))
