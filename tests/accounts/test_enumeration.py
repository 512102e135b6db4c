"""T26: nobody learns from the outside who is registered here, by words, status or a clock."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from accounts import pace, synthetic
from accounts.models import User

from .conftest import person, register
from .test_registration import SIGNUP, typed

pytestmark = pytest.mark.usefixtures("here")

TRIES = 8  # of each kind, in turn


@pytest.fixture
def as_in_life(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 at its recommended cost, answers at their pace, no limits."""
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(pace, "FLOOR", 0.4)  # other tests may keep this machine busy
    for name, cost in {"time_cost": 2, "memory_cost": 102400, "parallelism": 8}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)


def differ_by(one: Callable[[int], Any], other: Callable[[int], Any]) -> float:
    """How far apart the medians are, as a part of the first."""
    times: dict[Any, list[float]] = {one: [], other: []}
    for n in range(TRIES):
        for way, taken in times.items():
            began = time.perf_counter()
            way(n)
            taken.append(time.perf_counter() - began)
    first, second = (median(taken) for taken in times.values())
    return abs(first - second) / first


def test_registration_answers_the_same_to_new_and_known(browser: Client, anna: User) -> None:
    def answer(**changed: str) -> tuple[int, str, bytes]:
        client = Client(HTTP_HOST="gorset.localhost")
        response = client.post(SIGNUP, typed(email="same@example.ru", **changed))
        page = client.get(response["Location"]).content
        return response.status_code, response["Location"], page.partition(b"<main")[2].partition(b'name="csrf')[0]

    known = answer(snils=synthetic.snils(500))
    new = answer(snils=synthetic.snils(7777))

    assert new == known


@pytest.mark.usefixtures("as_in_life")
def test_registration_takes_the_same_time_for_new_and_known(browser: Client, anna: User) -> None:
    def new(n: int) -> Any:
        return browser.post(SIGNUP, typed(snils=synthetic.snils(3000 + n), email=f"new{n}@example.ru"))

    def known(n: int) -> Any:
        return browser.post(SIGNUP, typed(snils=synthetic.snils(500), email=f"known{n}@example.ru"))

    assert differ_by(new, known) <= 0.05
    assert User.objects.filter(email__startswith="new").count() == TRIES


@pytest.mark.usefixtures("as_in_life")
def test_asking_for_a_letter_takes_the_same_time_for_somebody_and_nobody(
    browser: Client, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FLOOR", 0.15)  # nothing is hashed here
    register(person(600))
    for page in ("/accounts/email/again/", "/accounts/password/reset/"):

        def ask(login: str, page: str = page) -> Callable[[int], Any]:
            return lambda n: browser.post(page, {"login": login})

        assert differ_by(ask("anna600@example.ru"), ask("nobody@example.ru")) <= 0.05


@pytest.mark.parametrize("login", ["anna500@example.ru", "anna600@example.ru", "nobody@example.ru", "+79990001122"])
def test_signing_in_hashes_one_password_whoever_is_named(
    browser: Client, anna: User, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    """The hash is all the time there is; the second one has not confirmed the e-mail."""
    register(person(600))
    hashed: list[str] = []

    def counts(name: str, work: Any) -> None:
        def counted(*args: Any) -> Any:
            hashed.append(name)
            return work(*args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)

    counts("encode", Argon2PasswordHasher.encode)
    counts("verify", Argon2PasswordHasher.verify)
    browser.post("/accounts/login/", {"login": login, "password": "не тот пароль"})

    assert len(hashed) == 1
