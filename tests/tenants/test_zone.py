"""An operator moves a company to another zone: first what it does is shown, then the terms are counted again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.forms.versions import FIELD
from accounts.models import User
from accounts.versions import ChangedMeanwhile, version_of
from audit.models import Record
from cabinet.cases.due import DueDay
from cabinet.terms.services import count
from cabinet.terms.tasks import plan_forgotten, recount_some
from tenancy.company import inside
from tenants import services
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.terms.conftest import submitted
from tests.world import words

KAMCHATKA, MOSCOW = "Asia/Kamchatka", "Europe/Moscow"
# In Moscow it is still Monday, in Kamchatka Tuesday.
EVENING = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)

SEEN = {FIELD: version_of({"time_zone": MOSCOW})}  # what the page of the form carries


@pytest.fixture
def cases(company: GridCompany) -> list[int]:
    """Two of one day, of which one stands on the border of another."""
    with inside(company):
        person = world.person(7)
        made = [submitted(person, at=at) for at in (EVENING, MORNING)]
        for case in made:  # kept up to date since, as the worker does
            count(case, now=timezone.now())
        return [case.pk for case in made]


def page_of(company: GridCompany) -> str:
    return f"/companies/{company.pk}/time-zone/"


def test_what_would_move_is_shown_before_it_is_confirmed(
    company: GridCompany, cases: list[int], operator_client: Client
) -> None:
    shown = words(operator_client.post(page_of(company), {"time_zone": KAMCHATKA}))

    assert "Последний день сдвинется у 1 срока из 2, которые сейчас идут." in shown
    assert "Москва, МСК → Камчатка, МСК+9" in shown
    company.refresh_from_db()
    assert company.time_zone == MOSCOW


def test_a_day_that_is_kept_but_was_not_counted_since_is_not_moved_by_the_zone(
    company: GridCompany, operator_client: Client
) -> None:
    """Its first term has lapsed long ago, so the day that is kept is not the one that either zone gives."""
    with inside(company):
        case = submitted(world.person(7), at=MORNING)
        kept = DueDay.objects.get(pk=case.pk).last_day

    shown = words(operator_client.post(page_of(company), {"time_zone": KAMCHATKA}))

    with inside(company):
        assert count(case, now=timezone.now()).row.last_day != kept
    assert "Последний день сдвинется у 0 сроков из 1, которые сейчас идут." in shown


def test_confirmed_it_counts_the_terms_again_with_a_record(
    company: GridCompany, other_company: GridCompany, cases: list[int], operator_client: Client,
    sent_tasks: list[tuple[str, str, Any]], django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with inside(company):
        before = {row.pk: row.last_day for row in DueDay.objects.all()}
    sent_tasks.clear()

    with django_capture_on_commit_callbacks(execute=True):
        answer = operator_client.post(page_of(company), {**SEEN, "time_zone": KAMCHATKA, "confirm": KAMCHATKA})

    assert answer.status_code == 302
    assert ("public", "terms.plan_forgotten", [company.schema_name]) in sent_tasks
    plan_forgotten([company.schema_name])
    company.refresh_from_db()
    with inside(company):
        for schema, task, numbers in list(sent_tasks):
            if (schema, task) == (company.schema_name, "terms.recount_some"):
                recount_some(numbers)
        after = {row.pk: row.last_day for row in DueDay.objects.all()}
        assert (before[cases[0]], after[cases[0]]) == (date(2026, 3, 30), date(2026, 3, 31))
        assert before[cases[1]] == after[cases[1]]
        [told] = Record.objects.filter(event="case.term_recounted")
        assert "был до 30.03.2026, стал до 31.03.2026" in told.sentence
    said = Record.objects.about(company).get(event="company.zone_changed").sentence
    assert said == "Часовой пояс изменён: был «Москва, МСК», стал «Камчатка, МСК+9»"
    other_company.refresh_from_db()
    assert other_company.time_zone == MOSCOW


@pytest.mark.parametrize(
    ("typed", "told"), [(MOSCOW, "Это нынешний пояс организации. Выберите другой"), ("Mars/Base", "Выберите")]
)
def test_a_zone_that_changes_nothing_or_is_none_is_refused(
    company: GridCompany, operator_client: Client, typed: str, told: str
) -> None:
    answer = operator_client.post(page_of(company), {"time_zone": typed, "confirm": typed})

    assert answer.status_code == 422
    assert told in words(answer)
    company.refresh_from_db()
    assert company.time_zone == MOSCOW


def test_a_confirmation_of_another_zone_is_asked_again(company: GridCompany, operator_client: Client) -> None:
    shown = operator_client.post(page_of(company), {"time_zone": KAMCHATKA, "confirm": "Asia/Omsk"})

    assert "Ни один срок сейчас не идёт" in words(shown)
    company.refresh_from_db()
    assert company.time_zone == MOSCOW


def test_of_two_operators_the_second_learns_of_the_first(company: GridCompany, operator: User) -> None:
    seen = version_of({"time_zone": company.time_zone})
    services.move_to_zone(company, time_zone="Asia/Omsk", seen=seen, by=operator, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        services.move_to_zone(company, time_zone=KAMCHATKA, seen=seen, by=operator, now=NOW)
