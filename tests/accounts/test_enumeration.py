"""T26: nobody learns who is registered here, by words, status or work. `make bench` holds a clock to it."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from accounts import synthetic
from accounts.models import User

from .conftest import person, register
from .test_registration import SIGNUP, typed

pytestmark = pytest.mark.usefixtures("here")


def test_registration_answers_the_same_to_new_and_known(browser: Client, anna: User) -> None:
    def answer(**changed: str) -> tuple[int, str, bytes]:
        client = Client(HTTP_HOST="gorset.localhost")
        response = client.post(SIGNUP, typed(email="same@example.ru", **changed))
        page = client.get(response["Location"]).content
        return response.status_code, response["Location"], page.partition(b"<main")[2].partition(b'name="csrf')[0]

    known = answer(snils=synthetic.snils(500))
    new = answer(snils=synthetic.snils(7777))

    assert new == known


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
