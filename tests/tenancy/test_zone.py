"""The zone of a company: its days begin and end by its own clock, in pages, services and tasks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.due import DueDay
from tenancy.company import in_public, inside
from tenancy.tasks import company_task
from tenants.models import GridCompany
from tenants.queries import forget_hosts
from tenants.zones import ZONES
from tests.terms.conftest import submitted
from ui import clock


@company_task(name="tests.what_hour")
def what_hour(moment: datetime) -> int:
    return timezone.localtime(moment).hour


@pytest.fixture
def kamchatka(company: GridCompany) -> GridCompany:
    with in_public():
        GridCompany.objects.filter(pk=company.pk).update(time_zone="Asia/Kamchatka")
        forget_hosts()
        return GridCompany.objects.get(pk=company.pk)


def test_a_company_is_of_moscow_unless_it_is_said(company: GridCompany) -> None:
    assert company.time_zone == "Europe/Moscow"


@pytest.mark.parametrize(("minutes", "last_day"), [(-1, 18), (1, 18), (24 * 60 * 3 + 1, 20)])
def test_days_end_by_the_clock_of_the_company(
    kamchatka: GridCompany, applicant: User, minutes: int, last_day: int
) -> None:
    """Noon in Greenwich is midnight in Kamchatka: of Friday, when a minute later is Saturday; and of Monday."""
    at = datetime(2026, 3, 13, 12, tzinfo=UTC) + timedelta(minutes=minutes)
    with inside(kamchatka):
        assert DueDay.objects.get(pk=submitted(applicant, at=at).pk).last_day == date(2026, 3, last_day)


def test_a_page_shows_its_hours(kamchatka: GridCompany, applicant: User, signed_in: Any, administrator: User) -> None:
    case = submitted(applicant)
    page = signed_in(administrator, kamchatka).get(f"/cases/{case.pk}/terms/").content.decode()

    assert "13.03.2026, 23:05" in page.replace("\xa0", " ")


def test_a_task_works_in_the_zone_of_its_company(kamchatka: GridCompany, other_company: GridCompany) -> None:
    noon = datetime(2026, 3, 13, 9, tzinfo=UTC)
    with inside(kamchatka):
        assert what_hour(noon) == 21
    with inside(other_company):
        assert what_hour(noon) == 12


def test_a_request_leaves_no_zone_behind(
    kamchatka: GridCompany, signed_in: Any, administrator: User, other_browser: Client
) -> None:
    signed_in(administrator, kamchatka).get("/cases/")
    other_browser.get("/")

    assert timezone.get_current_timezone_name() == "Europe/Moscow"


@pytest.mark.parametrize(
    ("zone", "said"), [("Europe/Kaliningrad", "МСК−1"), ("Europe/Moscow", "МСК"), ("Asia/Kamchatka", "МСК+9")]
)
def test_a_moment_says_whose_it_is(zone: str, said: str) -> None:
    with timezone.override(zone):
        assert clock.zone_of(datetime(2026, 3, 13, 9, tzinfo=UTC)) == said
    assert ZONES[zone].endswith(said)


def test_an_operator_chooses_the_zone(operator_client: Client) -> None:
    assert "Камчатка, МСК+9" in operator_client.get("/companies/new/").content.decode()
