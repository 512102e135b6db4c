"""What an intruder tries: guessing, spraying, stolen links, planted sessions."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import services
from accounts.models import User
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

from .locks import LOGIN, come, is_inside

pytestmark = pytest.mark.usefixtures("here")

TRIES = 200
WRONG = "не тот пароль"
WORDS = "Неверный логин или пароль"  # a password was looked at


def test_one_password_is_not_tried_on_everybody(browser: Client, applicant: User) -> None:
    """With the limits as they are in life."""
    answers = [come(browser, f"person{n}@example.ru", "Qwerty12345") for n in range(2, 40)]

    assert sum(WORDS in world.words(answer) for answer in answers) <= 10
    assert answers[-1].status_code == 429
    assert come(browser, applicant.email).status_code == 429  # a right guess after that tells nothing either


def test_a_forged_header_makes_no_new_address(browser: Client) -> None:
    answers = [
        browser.post(
            LOGIN, {"login": f"a{n}@example.ru", "password": WRONG}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        )
        for n in range(40)
    ]

    assert sum(WORDS in world.words(answer) for answer in answers) <= 10
    assert answers[-1].status_code == 429


def test_behind_a_proxy_the_address_is_the_one_it_saw(company: GridCompany, settings: Any) -> None:
    """Whatever the client has written before it in the same header."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "login_failed": None}

    def knock(forwarded: str) -> int:
        browser = Client(HTTP_HOST=company.host)
        answer = browser.post(
            LOGIN, {"login": "a@example.ru", "password": WRONG}, headers={"X-Forwarded-For": forwarded}
        )
        return answer.status_code

    assert [knock(f"203.0.113.{n}, 198.51.100.4") for n in range(3)] == [200, 200, 429]
    assert knock("198.51.100.5") == 200


def test_limits_count_again_after_their_time(browser: Client, applicant: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "1/m/key"}
    come(browser, applicant.email, WRONG)
    assert come(browser, applicant.email).status_code == 429
    cache.clear()

    assert come(browser, applicant.email).status_code == 302


def reset_link(login: str) -> str:
    services.request_reset(login)
    text = OutboxMessage.objects.filter(subject="Восстановление пароля").latest("pk").text
    return "/" + next(word for word in text.split() if "/password/reset/" in word).split("/", 3)[3]


def test_a_link_of_one_company_is_worth_nothing_at_another(
    other_browser: Client, applicant: User, other_company: GridCompany
) -> None:
    """Not even for a person with the same number, e-mail, password and last sign-in."""
    link = reset_link(applicant.email)
    with inside(other_company):
        User.objects.create(pk=applicant.pk, email=applicant.email, password=applicant.password, joined_at=NOW)

    assert other_browser.get(link).status_code == 410


def test_a_link_dies_with_a_changed_password(browser: Client, applicant: User) -> None:
    link = reset_link(applicant.email)
    services.change_password(applicant, password="совсем новый пароль 8", now=NOW)

    assert browser.get(link).status_code == 410


def test_the_page_of_a_new_password_tells_its_address_to_nobody(browser: Client, applicant: User) -> None:
    page = browser.get(reset_link(applicant.email), follow=True)

    assert page["Referrer-Policy"] == "same-origin"
    assert "/new/" in page.redirect_chain[-1][0]


def test_a_planted_session_is_not_the_one_signed_in(company: GridCompany, applicant: User) -> None:
    attacker = Client(HTTP_HOST=company.host)
    attacker.get("/accounts/signup/")
    planted = attacker.session
    planted["planted"] = True
    planted.save()
    victim = Client(HTTP_HOST=company.host)
    victim.cookies["session"] = str(planted.session_key)
    come(victim, applicant.email)
    attacker.cookies["session"] = str(planted.session_key)

    assert is_inside(victim)
    assert attacker.get("/cases/").status_code == 302


def test_an_invented_session_key_is_never_taken(browser: Client, applicant: User) -> None:
    browser.cookies["session"] = "a" * 32
    come(browser, applicant.email)

    assert browser.cookies["session"].value != "a" * 32
