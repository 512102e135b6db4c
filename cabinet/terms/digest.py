"""The letter of the day: in the morning of the company's zone, on working days, to whoever has something pressing.

Staff read of their own cases, administrators of all. The key of the letter holds the day, so a day has one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.links import link
from accounts.models import User
from cabinet.cases.due import SOON, DueDay
from cabinet.cases.letters.notices import News
from cabinet.cases.stages import OPEN
from cabinet.deadlines.calendar import russia
from notifications.services import send_email
from tenancy import due
from tenancy.company import connection
from ui.words import in_words, lower_first

TASK = "terms.digest"
SHOWN = 30


def plan_for(people: Iterable[User], *, at: datetime) -> None:
    """What is planned already stays: many cases ask for the same letter."""
    for person in people:
        due.plan_once(TASK, person.pk, at=at)


@transaction.atomic
def write(person_id: int, *, now: datetime) -> None:
    """The letter of this day to one of the staff, if there is still something to say. Twice is the same as once."""
    due.settle(TASK, person_id)
    person = User.objects.active().staff().filter(pk=person_id).first()
    if person is None:
        return
    rows, count = pressing(person, now=now)
    if rows:
        today = timezone.localtime(now).date()
        send_email(
            key=uuid5(NAMESPACE_URL, f"{connection.schema_name}/terms/{person.pk}/{today}"),
            to=person.email,
            template="term_digest",
            context={"news": _news(rows, count, today), "link": f"{link('case_list')}?order=due"},
        )


def _news(rows: Sequence[DueDay], count: int, today: date) -> News:
    passed = [row for row in rows if row.last_day and row.last_day < today]
    reckoned = sum(row.is_reckoned for row in passed)
    over = len(passed) - reckoned
    last = sum(row.last_day == today for row in rows)
    parts = [
        f"просрочено {over}" if over else "",
        f"расчётный срок прошёл {reckoned}" if reckoned else "",
        f"последний день {last}" if last else "",
    ]
    subject = ", ".join([*filter(None, parts), f"всего {count}"])
    lines = [_line(row, today) for row in rows]
    if count > len(rows):
        lines.append(f"и ещё {count - len(rows)}")
    return News(f"{in_words(today)}, {subject}", "Что прошло или кончается в ближайшие рабочие дни:", lines)


def _line(row: DueDay, today: date) -> str:
    whose = "" if row.whose == DueDay.Side.COMPANY else f" ({lower_first(row.get_whose_display())})"
    return f"{row.case.kind_name} {row.case.name}: {lower_first(row.title)}{whose}, {row.said_on(today)}"


def pressing(person: User, *, now: datetime) -> tuple[Sequence[DueDay], int]:
    """What is over, ends today or in the next working days, the most urgent first; and how many there are."""
    found = _pressing(person, now=now)
    rows = list(found.select_related("case").order_by("last_day", "pk")[: SHOWN + 1])
    return rows[:SHOWN], len(rows) if len(rows) <= SHOWN else found.count()


def _pressing(person: User, *, now: datetime) -> QuerySet[DueDay]:
    until = russia().after(timezone.localtime(now).date(), SOON)
    found = DueDay.objects.filter(last_day__lte=until, case__stage__in=OPEN)
    return found if person.is_administrator else found.filter(case__assignee=person)
