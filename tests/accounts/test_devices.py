"""A letter when somebody comes from a browser that has not brought them before."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from accounts.models import User
from accounts.security.devices import COOKIE, SALT, words
from notifications.models import OutboxMessage
from tenants.models import GridCompany

from .locks import SECOND, code, come, has_app

pytestmark = pytest.mark.usefixtures("here")

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
YANDEX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/124.0.0.0 YaBrowser/24.6.0.0 Safari/537.36"
)


def letters(person: User) -> int:
    return OutboxMessage.objects.filter(subject="Вход с нового устройства", recipient=person.email).count()


@pytest.mark.parametrize("who", ["applicant", "administrator"])
def test_a_new_browser_is_announced_once(browser: Client, request: pytest.FixtureRequest, who: str) -> None:
    person = request.getfixturevalue(who)
    for _ in range(2):
        come(browser, person.email)
        browser.post("/accounts/logout/")

    assert letters(person) == 1


def test_the_letter_names_device_and_address(company: GridCompany, applicant: User) -> None:
    come(Client(HTTP_HOST=company.host, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="198.51.100.4"), applicant.email)
    text = OutboxMessage.objects.get(subject="Вход с нового устройства").text

    assert "Firefox, Linux, IP-адрес 198.51.100.4" in text


def test_a_browser_known_to_one_is_new_to_another(browser: Client, applicant: User, stranger: User) -> None:
    for person in (applicant, stranger, applicant):
        come(browser, person.email)
        browser.post("/accounts/logout/")

    assert (letters(applicant), letters(stranger)) == (1, 1)


def test_who_has_not_passed_the_second_step_is_not_announced(browser: Client, administrator: User) -> None:
    has_app(administrator)
    come(browser, administrator.email)
    assert letters(administrator) == 0

    browser.post(SECOND, {"code": code()})
    assert letters(administrator) == 1


@pytest.mark.parametrize("foreign", [signing.dumps, lambda content, salt: str(content)], ids=["signed", "invented"])
def test_a_cookie_of_another_company_or_of_ones_own_making_counts_for_nothing(
    browser: Client, applicant: User, foreign: Any
) -> None:
    schema = "teploset" if foreign is signing.dumps else "gorset"
    browser.cookies[COOKIE] = foreign([schema, applicant.pk], salt=SALT)
    come(browser, applicant.email)

    assert letters(applicant) == 1


def test_the_cookie_is_of_this_host_and_not_for_scripts(browser: Client, applicant: User) -> None:
    cookie = come(browser, applicant.email).cookies[COOKIE]

    assert not cookie["domain"]
    assert cookie["httponly"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert str(applicant.email) not in cookie.value


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Safari, iPhone"),
        (YANDEX, "Яндекс Браузер, Windows"),
        ("curl/8", "Неизвестное устройство"),
        ("", "Неизвестное устройство"),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, named: str) -> None:
    assert words(agent) == named
