"""What the staff read of a period: counts, power, terms, load and time, each also as a file."""

import io
import uuid
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.reports import queries as reports
from cabinet.reports.period import Period
from tests import world
from tests.moment import NOW
from tests.terms.conftest import submitted
from tests.world import words

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("here")
REVIEW = "Заявка на рассмотрении сетевой организацией"


@pytest.fixture
def applications(applicant: User) -> list[Case]:
    """Three of March, of 15 kW each, and one of the last minute of February."""
    at = [NOW - 13 * DAY, NOW, NOW + DAY, NOW + 2 * DAY]
    return [submitted(applicant, at=moment) for moment in at]


def row(report: reports.Report, title: str) -> dict[str, Any]:
    [found] = [row for row in report.rows if str(row[0]).replace("\N{NO-BREAK SPACE}", " ") == title]
    return dict(zip(report.heads, found, strict=True))


def test_what_was_filed_in_each_month(applications: list[Case]) -> None:
    told = row(reports.by_month(YEAR), "март 2026")

    assert (told["Подано"], told["Исполнено"], told["Отказано"]) == (3, 0, 0)
    assert told["Подано, кВт"] == sum((case.application.max_power_kw or 0 for case in applications[1:]), Decimal(0))
    assert row(reports.by_month(YEAR), "Всего")["Подано"] == 4
    assert row(reports.by_month(YEAR), "февраль 2026")["Подано"] == 1
    assert row(reports.by_month(YEAR), "декабрь 2026")["Подано"] == 0


def test_a_day_begins_in_the_zone_of_the_company(applicant: User) -> None:
    midnight = NOW.replace(month=3, day=31, hour=21, minute=0)  # 0:00 of the first of April in Moscow
    submitted(applicant, at=midnight)
    submitted(applicant, at=midnight - timedelta(seconds=1))

    assert row(reports.by_month(YEAR), "март 2026")["Подано"] == 1
    assert row(reports.by_month(YEAR), "апрель 2026")["Подано"] == 1
    assert row(reports.by_stage(MARCH), "Ожидает ответа")["Заявок"] == 1


def test_one_withdrawn_is_counted_when_it_was(applicant: User, applications: list[Case]) -> None:
    services.withdraw(applications[1], reason="", by=applicant, now=NOW + 30 * DAY)

    assert row(reports.by_month(YEAR), "апрель 2026")["Отозвано"] == 1
    assert row(reports.by_stage(YEAR), "Отозвана")["Заявок"] == 1
    [told] = reports.by_category(MARCH).rows
    assert (told[1], told[3], told[4]) == (3, 0, 1)


def test_a_draft_and_an_enquiry_are_no_applications(applicant: User) -> None:
    world.draft(applicant)
    world.enquiry(applicant)

    assert row(reports.by_month(YEAR), "Всего")["Подано"] == 0
    assert reports.by_stage(YEAR).rows == []


def taken(case: Case, by: User, *, status: str = "", days: int = 0) -> None:
    """The company takes the case up, so many days after its submission."""
    case.refresh_from_db()
    assert case.submitted_at
    services.register(
        case, number=case.number, status=status, assignee=by, version=case.version, by=by,
        now=case.submitted_at + days * DAY,
    )  # fmt: skip


def test_the_load_of_each(administrator: User, applications: list[Case]) -> None:
    taken(applications[0], administrator)

    assert row(reports.people(MARCH), administrator.full_name)["В работе"] == 1
    assert row(reports.people(MARCH), reports.NOBODY)["В работе"] == 3


def test_how_long_applications_stood_at_a_stage(administrator: User, applications: list[Case]) -> None:
    for case, days in zip(applications[1:], (1, 2, 6), strict=True):
        taken(case, administrator, status=REVIEW, days=days)

    told = row(reports.durations(MARCH), "Ожидает ответа")
    assert (told["Медиана, дней"], told["Среднее, дней"]) == (Decimal("2.0"), Decimal("3.0"))
    assert told["Самое долгое, дней"] == Decimal("6.0")
    assert reports.durations(Period(date(2027, 1, 1), date(2027, 12, 31))).rows == []


def test_terms_that_ended_in_time_and_late(administrator: User, applications: list[Case]) -> None:
    """What is missing is asked for in time on the third day, and late on the thirtieth."""
    for case, days in zip(applications[1:], (3, 30), strict=False):
        common: Any = {"by": administrator, "key": uuid.uuid4(), "now": NOW + days * DAY}
        services.ask_information(case, documents=[], words="Пришлите план участка", due_on=None, **common)

    told = [row for row in reports.terms(YEAR).rows if row[1] == 2]
    assert [row[2:4] for row in told] == [[1, 1]]
    [late] = told
    assert late[4] == 50
    assert isinstance(late[5], int)
    assert late[5] > 20
    assert reports.terms(Period(date(2025, 1, 1), date(2025, 12, 31))).rows == []


@pytest.mark.parametrize("code", reports.REPORTS)
def test_the_queries_do_not_grow(
    code: str, administrator: User, applicant: User, applications: list[Case], queries: Any
) -> None:
    _title, make = reports.REPORTS[code]
    make(YEAR)
    with queries() as few:
        make(YEAR)
    for day in range(5):
        submitted(applicant, at=NOW + day * DAY)
    with queries() as many:
        make(YEAR)

    assert len(few) == len(many) <= 8


@pytest.mark.parametrize("code", reports.REPORTS)
def test_each_has_a_page_and_two_files(administrator_client: Client, applications: list[Case], code: str) -> None:
    asked = "?since=01.01.2026&until=31.12.2026"
    page = administrator_client.get(f"/reports/{code}/{asked}")
    assert page.status_code == 200
    title = reports.REPORTS[code][0]
    assert title in words(page)

    table = administrator_client.get(f"/reports/{code}/csv/{asked}").content.decode("utf-8-sig").splitlines()
    assert len(table) >= 1
    with zipfile.ZipFile(io.BytesIO(administrator_client.get(f"/reports/{code}/xlsx/{asked}").content)) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()
    record = Record.objects.filter(event="reports.downloaded").latest("pk")
    assert record.details["title"] == title


@pytest.mark.parametrize(("since", "until", "said"), [
    ("31.12.2026", "01.01.2026", "Конец периода раньше начала"),
    ("вчера", "01.01.2026", "Введите дату, например 01.03.2026"),
    ("", "01.01.2026", "Введите начало периода"),
    ("01.01.1990", "01.01.2026", "не раньше 2000 года"),
    ("01.01.2001", "01.01.2026", "Период не больше 5 лет"),
])  # fmt: skip
def test_a_wrong_period_is_named_and_kept(administrator_client: Client, since: str, until: str, said: str) -> None:
    for page in ("/reports/", "/reports/months/"):
        answer = administrator_client.get(page, {"since": since, "until": until})
        assert answer.status_code == 422
        assert said in words(answer)
        assert f'value="{since}"' in answer.content.decode() or not since
    kept = administrator_client.get("/reports/months/csv/", {"since": since, "until": until})
    assert kept.status_code == 302
    assert "/reports/months/?since=" in kept["Location"]


def test_what_people_wrote_is_no_formula(applicant: User, administrator_client: Client) -> None:
    case = submitted(applicant)
    case.application.type = "=1+1"
    case.application.save()
    asked = "?since=01.01.2026&until=31.12.2026"
    assert "'=1+1" in administrator_client.get(f"/reports/types/csv/{asked}").content.decode()


def test_an_unknown_report_is_no_page(administrator_client: Client) -> None:
    for page in ("/reports/salaries/", "/reports/months/exe/", "/reports/salaries/csv/"):
        assert administrator_client.get(page).status_code == 404
