"""The proof of work: off by default, on by the company's wish, and by itself under attack."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from accounts.models import User
from accounts.security import proof_of_work
from cabinet.company.models import Profile
from tenancy.company import inside
from tenants.models import GridCompany
from tests.world import PASSWORD, words

from .test_registration import SIGNUP, typed

pytestmark = pytest.mark.usefixtures("here")

LOGIN = "/accounts/login/"


def solution(puzzle: proof_of_work.Puzzle) -> str:
    """As the browser finds it."""
    number = next(n for n in range(puzzle.limit) if proof_of_work._hash(puzzle.nonce, n) == puzzle.hash)
    return f"{puzzle.token} {number}"


@pytest.fixture
def captcha(here: None) -> None:
    Profile.objects.update(captcha=True)


def asks(response: Any) -> bool:
    return "data-proof" in response.content.decode()


def test_by_default_nothing_is_asked(browser: Client) -> None:
    assert not asks(browser.get(SIGNUP))
    assert not asks(browser.get(LOGIN))


@pytest.mark.usefixtures("captcha")
def test_a_company_may_ask_always(browser: Client) -> None:
    page = browser.get(SIGNUP)
    assert asks(page)
    assert "Для этого нужен JavaScript" in words(page)
    refused = browser.post(SIGNUP, typed())
    assert refused.context["form"].errors["proof"] == [
        "Браузер ещё не решил проверочную задачу. Подождите секунду и нажмите кнопку снова"
    ]
    assert not User.objects.exists()
    answer = solution(proof_of_work.puzzle())
    assert browser.post(SIGNUP, typed(proof=answer)).status_code == 302
    again = browser.post(SIGNUP, typed(proof=answer, email="second@example.ru"))
    assert "proof" in again.context["form"].errors  # an answer is good for one form


@pytest.mark.usefixtures("captcha")
def test_signing_in_asks_too(browser: Client, anna: User) -> None:
    sent = {"login": anna.email, "password": PASSWORD}
    assert "proof" in browser.post(LOGIN, sent).context["form"].errors
    assert browser.post(LOGIN, {**sent, "proof": solution(proof_of_work.puzzle())}).status_code == 302


@pytest.mark.parametrize("page", [SIGNUP, LOGIN])
def test_many_tries_from_one_address_switch_it_on(browser: Client, settings: Any, page: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup_quiet": "2/m/ip", "login_quiet": "2/m/ip"}
    for _ in range(2):
        assert not asks(browser.post(page, {"shown": "person", "legal_form": "person"}))

    assert asks(browser.get(page))
    assert asks(browser.post(page, {"shown": "person", "legal_form": "person"}))


def test_a_forged_forwarding_header_does_not_switch_it_off(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_quiet": "1/m/ip"}
    browser.post(LOGIN, {"login": "a"})

    assert asks(browser.post(LOGIN, {"login": "a"}, headers={"X-Forwarded-For": "192.0.2.9"}))


@pytest.mark.parametrize("answer", ["", "чепуха", "чепуха 5", "a:b:c 7"])
def test_an_invented_answer_is_wrong(answer: str) -> None:
    assert not proof_of_work.is_solved(answer)


def test_a_wrong_number_an_old_question_and_that_of_another_company_are_wrong(
    other_company: GridCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    puzzle = proof_of_work.puzzle()
    right = solution(puzzle)
    assert not proof_of_work.is_solved(f"{puzzle.token} {int(right.split()[1]) + 1}")
    with inside(other_company):
        assert not proof_of_work.is_solved(right)
    forged = signing.dumps(["gorset", "x", proof_of_work._hash("x", 1)], salt="another salt")
    assert not proof_of_work.is_solved(f"{forged} 1")
    monkeypatch.setattr(proof_of_work, "LIFETIME", -1)
    assert not proof_of_work.is_solved(right)
