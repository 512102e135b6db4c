"""The e-mail is confirmed by the link of a letter; until then the account does not open."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import synthetic
from accounts.errors import LinkNotValid
from accounts.models import Applicant, User
from accounts.security.email_confirmation import key_for
from accounts.services import confirm_email
from cabinet.company.models import Profile
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.moment import NOW
from tests.world import PASSWORD, words

from .conftest import code_to, link_to, person, register
from .test_registration import SIGNUP, typed

pytestmark = pytest.mark.usefixtures("here")


def test_the_link_of_the_letter_lets_in_and_a_code_is_on_its_way(browser: Client) -> None:
    user = register()
    assert user is not None
    path = link_to("anna500@example.ru")

    assert browser.get(path).status_code == 200  # a mail program that looks does not confirm
    assert not EmailAddress.objects.get(user=user).verified
    assert browser.post(path, {"password": PASSWORD})["Location"] == "/phone/?next=%2F"
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified
    assert browser.get(path).status_code == 410
    assert "Код отправлен в СМС" in words(browser.get("/phone/?next=%2F"))
    browser.post("/phone/", {"code": code_to(user.phone)})
    user.refresh_from_db()
    assert user.phone_confirmed_at is not None


def test_nobody_comes_in_before_the_email_is_confirmed(browser: Client) -> None:
    register()
    answer = browser.post("/accounts/login/", {"login": "anna500@example.ru", "password": PASSWORD})

    assert answer.context["form"].non_field_errors() == ["Неверный логин или пароль"]
    assert "Не пришло письмо о регистрации?" in words(answer)


def test_a_new_password_does_not_get_round_the_letter(browser: Client) -> None:
    """What is sent instead of the link for a new password confirms the e-mail."""
    register()
    OutboxMessage.objects.all().delete()
    browser.post("/accounts/password/reset/", {"login": "anna500@example.ru"})

    assert browser.post(link_to("anna500@example.ru"), {"password": PASSWORD}).status_code == 302


def test_who_registered_in_this_browser_is_not_asked_twice(browser: Client) -> None:
    browser.post(SIGNUP, typed())

    assert browser.post(link_to("anna@example.ru"))["Location"] == "/phone/?next=%2F"


@pytest.mark.parametrize("tried", [{}, {"password": "не тот пароль"}])
def test_a_stranger_at_a_mistyped_address_does_not_get_in(browser: Client, tried: dict[str, str]) -> None:
    """The link alone opens nothing where it was not asked for: nobody's name or number is seen."""
    browser.post(SIGNUP, typed())
    stranger = Client(HTTP_HOST=browser.defaults["HTTP_HOST"])
    answer = stranger.post(link_to("anna@example.ru"), tried)

    assert answer.status_code == 200
    assert "password" in answer.context["form"].errors
    assert "_auth_user_id" not in stranger.session
    assert "Орлова" not in words(answer)
    assert not EmailAddress.objects.get(email="anna@example.ru").verified


@pytest.fixture
def by_letter(here: None) -> None:
    Profile.objects.update(password_by_letter=True)


@pytest.mark.usefixtures("by_letter")
def test_a_company_may_have_the_password_set_by_the_link(browser: Client) -> None:
    sent = typed()
    del sent["password1"], sent["password2"]
    browser.post(SIGNUP, sent)
    path = link_to("anna@example.ru")

    assert "password1" not in browser.get(SIGNUP).content.decode()
    assert browser.post(path, {"password1": "12345", "password2": "12345"}).status_code == 200
    assert not EmailAddress.objects.get().verified
    assert browser.post(path, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert User.objects.get().check_password(PASSWORD)


def test_a_confirmation_is_worth_nothing_at_another_company(anna: User, other_company: GridCompany) -> None:
    key = key_for(EmailAddress.objects.get(user=anna))
    with inside(other_company):
        register()  # the same person, the same numbers of rows
        with pytest.raises(LinkNotValid):
            confirm_email(key, now=NOW)


def test_who_mistyped_the_email_puts_it_right_from_the_same_browser(browser: Client) -> None:
    browser.post(SIGNUP, typed(email="anna@exmaple.ru"))
    dead = link_to("anna@exmaple.ru")
    key = str(browser.get(SIGNUP).context["form"]["key"].value())
    browser.post(SIGNUP, typed(email="anna@example.ru", key=key))

    assert User.objects.get().email == "anna@example.ru"
    assert browser.get(dead).status_code == 410
    assert browser.post(link_to("anna@example.ru")).status_code == 302


def test_another_browser_has_to_wait_until_the_registration_is_given_up() -> None:
    register(person(email="wrong@example.ru"))
    soon = register(person(email="soon@example.ru"))
    later = register(person(email="right@example.ru"), now=NOW + timedelta(hours=1))

    assert soon is None
    assert later is not None
    assert (User.objects.get().email, Applicant.objects.get().email) == ("right@example.ru", "right@example.ru")


def test_a_confirmed_account_is_never_taken_over(anna: User) -> None:
    thief = register(person(email="thief@example.ru"), now=NOW + timedelta(days=400), key=anna.registration_key)

    assert thief is None
    assert User.objects.get().email == anna.email


def test_two_people_register_from_one_browser(browser: Client) -> None:
    browser.post(SIGNUP, typed())
    key = str(browser.get(SIGNUP).context["form"]["key"].value())
    husband = {"snils": synthetic.snils(7), "email": "oleg@example.ru", "first_name": "Олег"}
    browser.post(SIGNUP, typed(**husband, key=key))

    assert User.objects.filter(email__in=["anna@example.ru", "oleg@example.ru"]).count() == 2


def test_the_letter_is_sent_again_and_the_page_tells_nothing(browser: Client, anna: User) -> None:
    register(person(600))
    OutboxMessage.objects.all().delete()
    again = "/accounts/email/again/"
    answers = {
        login: browser.post(again, {"login": login}).content
        for login in ("anna600@example.ru", anna.email, "nobody@example.ru")
    }

    assert len(set(answers.values())) == 1
    assert link_to("anna600@example.ru").startswith("/accounts/email/")
    assert OutboxMessage.objects.get(recipient=anna.email).subject == "Вы уже зарегистрированы в личном кабинете"
    assert browser.post(again, {"login": anna.email}).status_code == 429


def test_nobody_floods_a_mailbox_by_changing_their_mind(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup_email": "5/h/key"}
    key = str(uuid.uuid4())
    answers = [browser.post(SIGNUP, typed(first_name=f"Анна{n}", key=key)).status_code for n in range(6)]

    assert answers == [302] * 5 + [429]
    assert OutboxMessage.objects.filter(recipient="anna@example.ru").count() == 5
