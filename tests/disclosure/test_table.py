"""The published table: off until the company wishes it, by number alone, and as dear for many rows as for few."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from cabinet.disclosure import queries as published
from tenancy.company import inside
from tenants.models import GridCompany
from tenants.queries import forget_hosts
from tests import world
from tests.moment import NOW
from tests.world import words


@pytest.fixture
def public(here: None) -> None:
    Profile.objects.update(publishes_stages=True)


def applications(applicant: User, numbers: list[str], *, at: datetime = NOW) -> None:
    for n, number in enumerate(numbers):
        case = world.application(applicant)
        Case.objects.filter(pk=case.pk).update(number=number, submitted_at=at + timedelta(minutes=n))


def numbers_of(page: Any) -> list[str]:
    return [case.number for case, _told in page.context["rows"]]


def test_it_is_closed_until_the_company_opens_it(browser: Client, administrator_client: Client) -> None:
    assert browser.get("/disclosure/").status_code == 404
    assert browser.get("/disclosure/csv/").status_code == 404
    assert "Публиковать таблицу стадий заявок" in words(administrator_client.get("/settings/"))


@pytest.mark.usefixtures("public")
def test_every_application_of_the_year_by_its_number_alone(browser: Client, applicant: User) -> None:
    applications(applicant, ["ТП-1", "ТП-2"])
    world.enquiry(applicant)
    world.draft(applicant)

    page = browser.get("/disclosure/?year=2026")
    shown = words(page)
    assert numbers_of(page) == ["ТП-2", "ТП-1"]
    assert "13.03.2026, № ТП-1" in shown
    assert "6.3. Акт разграничения эксплуатационной ответственности" in shown
    for personal in ("Орлова", "Салимжанова", "Жилой дом", applicant.email):
        assert personal not in shown
    assert "/cases/" not in page.content.decode()


@pytest.mark.usefixtures("public")
def test_one_that_has_no_number_yet_is_in_it(browser: Client, applicant: User) -> None:
    Case.objects.filter(pk=world.application(applicant).pk).update(number="")

    assert "не присвоен" in words(browser.get("/disclosure/?year=2026"))


@pytest.mark.usefixtures("public")
def test_by_year_and_number(browser: Client, applicant: User) -> None:
    applications(applicant, ["ТП-1", "ТП-2"])
    applications(applicant, ["ТП-0"], at=datetime.fromisoformat("2025-12-31T23:50:00+03:00"))

    assert numbers_of(browser.get("/disclosure/?year=2025")) == ["ТП-0"]
    assert numbers_of(browser.get("/disclosure/?year=2026&number=тп-1")) == ["ТП-1"]
    assert numbers_of(browser.get("/disclosure/?year=1900")) == numbers_of(browser.get("/disclosure/"))
    assert "Заявок не нашлось" in words(browser.get("/disclosure/?number=нет такого"))


@pytest.mark.usefixtures("public")
def test_page_by_page(browser: Client, applicant: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "PAGE_SIZE", 2)
    applications(applicant, ["1", "2", "3"])

    assert numbers_of(browser.get("/disclosure/?year=2026")) == ["3", "2"]
    assert numbers_of(browser.get("/disclosure/?year=2026&page=2")) == ["1"]


@pytest.mark.usefixtures("public")
def test_the_same_queries_for_one_row_and_for_many(browser: Client, applicant: User, queries: Any) -> None:
    costs = []
    for numbers in (["1"], ["2", "3", "4", "5"]):
        applications(applicant, numbers)
        forget_hosts()
        browser.get("/disclosure/?year=2026")
        with queries() as asked:
            browser.get("/disclosure/?year=2026")
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 8


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.usefixtures("public")
def test_the_file_has_every_row(browser: Client, applicant: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "SHEET_STEP", 2)
    applications(applicant, ["1", "2", "3", "4", "=1+1"])
    Case.objects.filter(number="3").update(submitted_at=Case.objects.get(number="2").submitted_at)

    heading, *rows = rows_of(browser.get("/disclosure/csv/?year=2026"))
    assert heading[:2] == ["Номер заявки", "1. Дата поступления заявки и её регистрационный номер"]
    assert sorted(row[0] for row in rows) == ["'=1+1", "1", "2", "3", "4"]
    assert {len(row) for row in rows} == {len(heading)}


@pytest.mark.usefixtures("public")
def test_the_file_cannot_be_taken_all_day(browser: Client) -> None:
    for _ in range(10):
        rows_of(browser.get("/disclosure/csv/"))

    assert browser.get("/disclosure/csv/").status_code == 429


def test_each_company_decides_for_itself(other_browser: Client, browser: Client, other_company: GridCompany) -> None:
    with inside(other_company):
        Profile.objects.update(publishes_stages=True)

    assert browser.get("/disclosure/").status_code == 404
    assert "подключение" in words(other_browser.get("/disclosure/"))
