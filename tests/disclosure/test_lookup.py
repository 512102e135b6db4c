"""«Где моя заявка»: whoever has the number and the telephone sees the stages; nobody learns which numbers exist."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Applicant, User
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words

NUMBER = "ТП-2026-00077"


@pytest.fixture
def case(applicant: User) -> Case:
    case = world.application(applicant)
    Case.objects.filter(pk=case.pk).update(number=NUMBER)
    case.refresh_from_db()
    return case


def digits_of(case: Case) -> str:
    return case.applicant.phone[-4:]


def wrong_for(case: Case) -> str:
    return f"{(int(digits_of(case)) + 1) % 10_000:04}"


def asked(browser: Client, number: str, digits: str) -> Any:
    return browser.post("/lookup/", {"number": number, "digits": digits})


def without_input(response: Any) -> str:
    """The page without what was typed and without its token."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def test_the_entrance_leads_there(browser: Client) -> None:
    assert 'href="/lookup/"' in browser.get("/accounts/login/").content.decode()


def test_operators_have_no_such_link(platform_browser: Client) -> None:
    assert "Где моя заявка" not in words(platform_browser.get("/accounts/login/"))


@pytest.mark.parametrize("typed", [NUMBER, f"№ {NUMBER}", f"  {NUMBER} ", NUMBER.lower(), f"№\u00a0{NUMBER}"])
def test_the_stages_are_shown(typed: str, browser: Client, case: Case) -> None:
    page = asked(browser, typed, digits_of(case))

    assert page.status_code == 200
    assert "Дата поступления заявки и её регистрационный номер" in words(page)
    assert f"13.03.2026, № {NUMBER}" in words(page)
    assert "Сейчас: <b>Ожидает ответа" in words(page)


def test_nothing_personal_is_shown(browser: Client, case: Case, applicant: User) -> None:
    Case.objects.filter(pk=case.pk).update(status="Звонила Орлова Анна, ждём копию паспорта")
    page = words(asked(browser, NUMBER, digits_of(case)))

    for personal in ("Орлова", "Анна", "Салимжанова", "Жилой дом", applicant.email, case.applicant.phone, "паспорт"):
        assert personal not in page
    assert case.get_absolute_url() not in page


def test_an_unknown_number_and_wrong_digits_are_one_answer(browser: Client, case: Case) -> None:
    unknown = asked(browser, "ТП-2026-99999", digits_of(case))
    other_phone = asked(browser, NUMBER, wrong_for(case))

    assert unknown.status_code == other_phone.status_code == 422
    assert without_input(unknown) == without_input(other_phone)
    assert "не найдена" in words(unknown)


def test_both_ask_the_database_the_same(browser: Client, case: Case, queries: Any) -> None:
    asked(browser, NUMBER, wrong_for(case))
    counts = []
    for number in ("ТП-2026-99999", NUMBER):
        with queries() as told:
            asked(browser, number, wrong_for(case))
        counts.append(len(told))

    assert counts[0] == counts[1]


def test_no_telephone_is_no_key(browser: Client, case: Case) -> None:
    Applicant.objects.filter(pk=case.applicant_id).update(phone="")

    assert asked(browser, NUMBER, "0000").status_code == 422


def test_a_message_is_not_found_and_neither_is_no_number(browser: Client, applicant: User) -> None:
    enquiry = world.enquiry(applicant)
    Case.objects.filter(pk=enquiry.pk).update(number="С-1")
    world.application(applicant)

    assert asked(browser, "С-1", digits_of(enquiry)).status_code == 422
    assert asked(browser, "№", digits_of(enquiry)).status_code == 422


def test_nothing_of_another_company(case: Case, other_browser: Client, other_company: GridCompany) -> None:
    with inside(other_company):
        assert not Case.objects.filter(number=NUMBER).exists()
    assert asked(other_browser, NUMBER, digits_of(case)).status_code == 422


def test_a_number_is_not_guessed_at(company: GridCompany, case: Case) -> None:
    """From however many addresses: after ten tries even the right digits are refused."""
    tries = [
        asked(Client(HTTP_HOST=company.host, REMOTE_ADDR=f"198.51.100.{n}"), NUMBER, wrong_for(case)) for n in range(10)
    ]
    assert {answer.status_code for answer in tries} == {422}

    last = Client(HTTP_HOST=company.host, REMOTE_ADDR="203.0.113.9")
    assert asked(last, NUMBER, digits_of(case)).status_code == 429
    assert asked(last, f"№ {NUMBER.lower()}", digits_of(case)).status_code == 429


def test_an_address_is_not_let_through_the_numbers(browser: Client, case: Case) -> None:
    for n in range(30):
        assert asked(browser, f"{n}", "0000").status_code == 422

    refused = asked(browser, NUMBER, digits_of(case))
    assert refused.status_code == 429
    assert "Слишком много попыток" in words(refused)
    assert NUMBER in refused.content.decode()


def test_nothing_of_it_is_kept(browser: Client, case: Case) -> None:
    for answer in (browser.get("/lookup/"), asked(browser, NUMBER, digits_of(case)), asked(browser, NUMBER, "0000")):
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("digits", "said"), [("", "последние четыре"), ("12", "четыре цифры"), ("abcd", "четыре цифры")]
)
def test_what_is_typed_wrong_is_named(digits: str, said: str, browser: Client, case: Case) -> None:
    page = asked(browser, NUMBER, digits)

    assert page.status_code == 422
    assert said in words(page)
    assert NUMBER in page.content.decode()
