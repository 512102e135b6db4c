"""Warnings of a term: on the second and the last working day before its end, on it and after it, each once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import StaffRole, User
from cabinet.cases import services
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from cabinet.terms import digest, warnings
from cabinet.terms.attention import digest_at
from cabinet.terms.services import TASK
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import connection, inside
from tenancy.models import DueWork
from tests import world
from tests.moment import NOW
from tests.terms.conftest import submitted

CHIEF, APPLICANT = "staff1@example.ru", "person1@example.ru"


def morning(day: int, month: int = 3, hour: int = 8) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour), tzinfo=timezone.get_current_timezone())


def planned(task: str, subject: int) -> datetime:
    return DueWork.objects.get(schema_name=connection.schema_name, task=task, subject=subject).due_at


def warned(case: Case, term: str = "place_offer") -> list[tuple[str, datetime]]:
    """The marks of a term that were told, each with its moment."""
    kept = DueDay.objects.get(pk=case.pk).warned
    told = [(name.split()[2], datetime.fromisoformat(at)) for name, at in kept.items() if name.startswith(term)]
    return sorted(told, key=lambda one: one[1])


def letters(to: str, about: str = "") -> list[str]:
    found = OutboxMessage.objects.filter(recipient=to, subject__icontains=about).order_by("pk")
    return [letter.subject.replace("\xa0", " ") for letter in found]


def live(case: Case, *, until: datetime) -> list[datetime]:
    """The list of due work is worked off in time, up to a moment. Gives when the case was attended."""
    attended: list[datetime] = []
    while DueWork.objects.filter(task=TASK, subject=case.pk).exists():
        now = planned(TASK, case.pk)
        if now > until or len(attended) > 50:
            break
        attended.append(now)
        warnings.attend(case.pk, now=now)
    return attended


@pytest.fixture
def clerk(administrator: User) -> User:
    """A specialist; Мария Иванова, the administrator, is the chief."""
    return world.staff(2, StaffRole.SPECIALIST, last_name="Зорин", first_name="Пётр")


@pytest.fixture
def taken(case: Case, clerk: User) -> Case:
    """Its assignee is a specialist; nothing was missing, so only the offer is awaited: by Friday, 27.03.2026."""
    services.register(case, number="17", status="", assignee=clerk, version=case.version, by=clerk, now=NOW)
    OutboxMessage.objects.all().delete()
    return case


def offer_letters(to: str) -> list[str]:
    return letters(to, "разместить условия договора")


def test_the_assignee_is_told_four_times_and_the_chief_when_it_presses(taken: Case, clerk: User) -> None:
    live(taken, until=morning(31))

    act = "разместить условия договора, технические условия и счёт"
    assert offer_letters(clerk.email) == [
        f"Заявка № 17: осталось 2 рабочих дня: {act}",
        f"Заявка № 17: остался 1 рабочий день: {act}",
        f"Заявка № 17: последний день сегодня: {act}",
        f"Заявка № 17: срок просрочен: {act}",
    ]
    assert len(offer_letters(CHIEF)) == 2
    assert not letters(APPLICANT, "разместить")


def test_they_come_in_the_morning_of_working_days(taken: Case) -> None:
    live(taken, until=morning(31))

    assert warned(taken) == [
        ("before_2", morning(25)),
        ("before_1", morning(26)),
        ("on_day", morning(27)),
        ("after", morning(30)),  # the day after is a Saturday
    ]


def test_what_was_missed_by_an_outage_is_told_once_and_not_day_by_day(taken: Case, clerk: User) -> None:
    live(taken, until=morning(20))
    for _ in range(3):  # the sweep hands it over again and again
        warnings.attend(taken.pk, now=morning(30, hour=15))

    assert [subject.split(": ")[1] for subject in offer_letters(clerk.email)] == ["срок просрочен"]


def test_a_worker_that_is_killed_in_the_middle_tells_once(taken: Case, clerk: User) -> None:
    with transaction.atomic():
        warnings.attend(taken.pk, now=morning(25))
        transaction.set_rollback(True)
    assert not warned(taken)

    warnings.attend(taken.pk, now=morning(25))
    warnings.attend(taken.pk, now=morning(25))
    assert len(offer_letters(clerk.email)) == 1


def test_a_clock_that_jumps_fires_nothing_twice(taken: Case, clerk: User) -> None:
    for day in (25, 27, 25, 24, 27, 26):
        warnings.attend(taken.pk, now=morning(day))

    assert sorted(mark for mark, _at in warned(taken)) == ["before_1", "before_2", "on_day"]
    assert len(offer_letters(clerk.email)) == 3


def test_a_term_that_begins_anew_is_warned_of_anew(
    taken: Case, clerk: User, asks: Callable[..., None], answers: Callable[..., None]
) -> None:
    live(taken, until=morning(25))
    asks(taken, days=12)
    answers(taken, days=14)
    live(taken, until=morning(8, 4))

    assert [one.split(": ")[1] for one in offer_letters(clerk.email)] == ["осталось 2 рабочих дня"] * 2


def test_the_applicant_is_reminded_of_theirs_and_the_company_decides_afterwards(
    taken: Case, clerk: User, asks: Callable[..., None]
) -> None:
    asks(taken, days=3)
    OutboxMessage.objects.all().delete()
    live(taken, until=morning(15, 4))

    assert [one.split(": ", 1)[1] for one in letters(APPLICANT)] == [
        "до 13 апреля 2026: представить недостающие сведения"
    ] * 3
    text = OutboxMessage.objects.filter(recipient=APPLICANT).first()
    assert text is not None
    assert "расчётный срок, он требует проверки" in text.text
    assert [one.split(": ")[1] for one in letters(clerk.email, "представить")] == ["расчётный срок прошёл"]


def test_what_lapses_is_not_said_to_be_late(taken: Case, clerk: User) -> None:
    live(taken, until=morning(24))

    assert len(letters(clerk.email, "сообщить, чего не хватает")) == 3
    assert not letters(clerk.email, "просрочен")


def test_where_nobody_is_assigned_the_address_of_the_company_is_told(case: Case) -> None:
    OutboxMessage.objects.all().delete()
    live(case, until=morning(18))

    assert len(letters(profile().notice_email, "сообщить")) == 3


def test_nothing_is_told_of_what_is_over(taken: Case, applicant: User) -> None:
    services.withdraw(taken, reason="", by=applicant, now=NOW + timedelta(days=1))

    assert not due.is_planned(TASK, taken.pk)
    warnings.attend(taken.pk, now=morning(27))
    assert not DueDay.objects.get(pk=taken.pk).warned


def test_the_letter_of_the_day_tells_each_their_own_once(taken: Case, clerk: User, applicant: User) -> None:
    other = submitted(applicant)
    OutboxMessage.objects.all().delete()
    for case in (taken, other):
        warnings.attend(case.pk, now=morning(26))
    people = [clerk, User.objects.get(email=CHIEF)]
    assert {planned(digest.TASK, person.pk) for person in people} == {morning(26) + timedelta(minutes=15)}
    for person in people * 2:
        digest.write(person.pk, now=morning(26) + timedelta(minutes=15))

    [own] = letters(clerk.email, "сроки:")
    [everything] = letters(CHIEF, "сроки:")
    assert own == "Сроки: 26 марта 2026, всего 1"
    assert everything == "Сроки: 26 марта 2026, всего 2"
    assert not due.is_planned(digest.TASK, clerk.pk)


def test_the_letter_of_the_day_comes_every_working_morning_while_something_is_late(taken: Case, clerk: User) -> None:
    attended = live(taken, until=morning(3, 4))

    assert [at.day for at in attended][-5:] == [30, 31, 1, 2, 3]
    assert len(offer_letters(clerk.email)) == 4


def test_on_an_afternoon_the_letter_of_the_day_waits_for_the_next_morning(company: Any) -> None:
    with inside(company):
        assert digest_at(morning(26, hour=10)) == morning(26, hour=10)
        assert digest_at(morning(27, hour=15)) == morning(30) + timedelta(minutes=15)


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Omsk", "Asia/Kamchatka"])
def test_the_morning_is_that_of_the_company(case: Case, zone: str) -> None:
    with timezone.override(zone):
        warnings.attend(case.pk, now=NOW)

        assert timezone.localtime(planned(TASK, case.pk)).hour == 8
