"""A password is forgotten, or changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.utils import timezone

from accounts import emails, synthetic
from accounts.models import User
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.world import PASSWORD

from .conftest import joined

pytestmark = pytest.mark.usefixtures("here")

ASK = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
NEW = "совсем новый пароль 8"
TWICE = {"password1": NEW, "password2": NEW}


def link_in_letter() -> str:
    text = OutboxMessage.objects.filter(subject="Восстановление пароля").latest("pk").text
    return "/" + next(word for word in text.split() if "/password/reset/" in word).split("/", 3)[3]


def sent_to() -> list[str]:
    return list(OutboxMessage.objects.filter(subject="Восстановление пароля").values_list("recipient", flat=True))


@pytest.mark.parametrize("login", ["anna500@example.ru", synthetic.snils(500), "+7 900 000-05-00"])
def test_a_forgotten_password_is_replaced_by_a_link(browser: Client, anna: User, login: str) -> None:
    assert "Если такая учётная запись есть" in browser.post(ASK, {"login": login}).content.decode()
    assert sent_to() == [anna.email]
    form = browser.get(link_in_letter(), follow=True)
    address = form.redirect_chain[-1][0]
    assert address.endswith("/new/")  # the token has left the address

    response = browser.post(address, TWICE, follow=True)

    assert "Пароль изменён" in response.content.decode()
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert Record.objects.filter(event="user.reset_password", subject_id=anna.pk).exists()
    assert OutboxMessage.objects.filter(subject="Пароль изменён", recipient=anna.email).exists()


def test_the_answer_is_the_same_when_there_is_nobody(browser: Client, anna: User) -> None:
    somebody = browser.post(ASK, {"login": anna.email})
    nobody = browser.post(ASK, {"login": "nobody@example.ru"})

    assert somebody.content == nobody.content
    assert sent_to() == [anna.email]


def test_a_link_works_once(browser: Client, anna: User) -> None:
    browser.post(ASK, {"login": anna.email})
    link = link_in_letter()
    browser.post(browser.get(link)["Location"], TWICE)

    assert browser.get(link).status_code == 410


def test_a_link_works_for_an_hour(browser: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.post(ASK, {"login": anna.email})
    later = timezone.make_naive(timezone.now()) + timedelta(minutes=61)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)

    assert browser.get(link_in_letter()).status_code == 410


def test_a_link_dies_with_the_next_sign_in(browser: Client, anna: User) -> None:
    browser.post(ASK, {"login": anna.email})
    browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})

    assert Client(HTTP_HOST="gorset.localhost").get(link_in_letter()).status_code == 410


def test_a_link_is_worth_nothing_at_another_company(
    browser: Client, other_browser: Client, anna: User, other_company: GridCompany
) -> None:
    with inside(other_company):
        joined()
    browser.post(ASK, {"login": anna.email})

    assert other_browser.get(link_in_letter()).status_code == 410


@pytest.mark.parametrize("path", ["MQ/nonsense/", "чепуха/1/", "AAAA/abc-def/", "MQ/new/"])
def test_an_invented_link_is_told_to_be_old(browser: Client, anna: User, path: str) -> None:
    assert browser.get(ASK + path).status_code == 410


def test_one_who_was_disabled_gets_no_letter(browser: Client, anna: User) -> None:
    User.objects.update(is_active=False)
    browser.post(ASK, {"login": anna.email})

    assert sent_to() == []


def test_a_reset_ends_every_session(browser: Client, anna: User) -> None:
    elsewhere = Client(HTTP_HOST="gorset.localhost")
    elsewhere.force_login(anna)
    emails.password_reset(anna)
    browser.post(browser.get(link_in_letter())["Location"], TWICE)

    assert elsewhere.get(CHANGE).status_code == 302


def test_a_reset_lets_in_who_was_locked_out(browser: Client, anna: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/300s/key"}
    for _ in range(2):
        browser.post("/accounts/login/", {"login": anna.email, "password": "не тот"})
    browser.post(ASK, {"login": anna.email})
    browser.post(browser.get(link_in_letter())["Location"], TWICE)
    browser.post("/accounts/login/", {"login": anna.email, "password": NEW})

    assert browser.session["_auth_user_id"] == str(anna.pk)


def test_too_many_requests_are_stopped(browser: Client, anna: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/key"}
    browser.post(ASK, {"login": anna.email})
    response = browser.post(ASK, {"login": anna.email})

    assert response.status_code == 429
    assert response.context["form"]["login"].value() == anna.email
    assert len(sent_to()) == 1


def test_a_password_is_changed_with_the_old_one(browser: Client, anna: User) -> None:
    browser.force_login(anna)
    elsewhere = Client(HTTP_HOST="gorset.localhost")
    elsewhere.force_login(anna)
    browser.post(CHANGE, {"old_password": PASSWORD, **TWICE})

    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert browser.get(CHANGE).status_code == 200
    assert elsewhere.get(CHANGE).status_code == 302
    assert OutboxMessage.objects.filter(subject="Пароль изменён").exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"old_password": "не тот", **TWICE}, "old_password", "Текущий пароль введён неверно"),
        ({"old_password": PASSWORD, "password1": "qwerty", "password2": "qwerty"}, "password1",
         "Пароль слишком простой: добавьте ещё слово или цифры"),
        ({"old_password": PASSWORD, "password1": NEW, "password2": "другой"}, "password2", "Пароли не совпадают"),
    ],
)  # fmt: skip
def test_a_mistake_changes_nothing(
    browser: Client, anna: User, typed: dict[str, str], field: str, sentence: str
) -> None:
    browser.force_login(anna)

    assert browser.post(CHANGE, typed).context["form"].errors == {field: [sentence]}
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_passwords_are_kept_by_argon2(anna: User) -> None:
    assert identify_hasher(anna.password).algorithm == "argon2"
