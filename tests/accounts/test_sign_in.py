"""Somebody comes back."""

from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from accounts import synthetic
from accounts.identifiers import format_snils
from accounts.models import User
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests.moment import NOW
from tests.world import PASSWORD

from .conftest import entrepreneur, joined, organisation, person

pytestmark = pytest.mark.usefixtures("here")

LOGIN = "/accounts/login/"
WRONG = "Неверный логин или пароль"


def come(browser: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post(LOGIN, {"login": login, "password": password, **more})


def is_inside(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize(
    "login",
    [
        "anna500@example.ru",
        " Anna500@EXAMPLE.ru ",
        synthetic.snils(500),
        format_snils(synthetic.snils(500)),
        "+7 900 000-05-00",
        "8 900 000-05-00",
    ],
)
def test_a_person_signs_in_by_any_of_their_identifiers(browser: Client, anna: User, login: str) -> None:
    response = come(browser, login)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert browser.session["_auth_user_id"] == str(anna.pk)


@pytest.mark.parametrize(
    ("newcomer", "login"), [(entrepreneur(), synthetic.ogrnip(501)), (organisation(), synthetic.ogrn(502))]
)
def test_firms_sign_in_by_their_registration_number(browser: Client, newcomer: Any, login: str) -> None:
    joined(newcomer)
    come(browser, login)

    assert is_inside(browser)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("anna500@example.ru", "не тот пароль"),
        ("nobody@example.ru", PASSWORD),
        ("112-233-445 95", PASSWORD),
        ("чепуха", "1"),
    ],
)
def test_every_failure_reads_the_same(browser: Client, anna: User, login: str, password: str) -> None:
    response = come(browser, login, password)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [WRONG]
    assert response.context["form"]["login"].value() == login
    assert 'value="не тот пароль"' not in response.content.decode()
    assert not is_inside(browser)


def test_one_who_was_disabled_is_told_the_same(browser: Client, anna: User) -> None:
    anna.is_active = False
    anna.save()

    assert come(browser, anna.email).context["form"].non_field_errors() == [WRONG]


def test_one_who_is_disabled_while_inside_is_outside_at_the_next_click(browser: Client, anna: User) -> None:
    come(browser, anna.email)
    User.objects.update(is_active=False)

    assert browser.get("/accounts/password/change/").status_code == 302


def test_what_is_missing_is_named(browser: Client) -> None:
    errors = come(browser, "", "").context["form"].errors

    assert errors["login"] == ["Введите E-mail, СНИЛС, ОГРН или ОГРНИП"]
    assert errors["password"] == ["Введите пароль"]


def test_a_telephone_of_two_people_names_neither(browser: Client) -> None:
    joined(person(1, phone="+79001112233"))
    joined(person(2, phone="+79001112233"))
    come(browser, "+7 900 111-22-33")

    assert not is_inside(browser)


def test_the_session_gets_a_new_key(browser: Client, anna: User) -> None:
    browser.get(LOGIN)
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    browser.cookies["session"] = str(session.session_key)
    come(browser, anna.email)

    assert browser.cookies["session"].value != session.session_key


@pytest.mark.parametrize(("remember", "is_kept"), [("on", True), ("", False)])
def test_who_asks_to_be_remembered_is(browser: Client, anna: User, remember: str, is_kept: bool) -> None:
    response = come(browser, anna.email, **({"remember": remember} if remember else {}))

    assert bool(response.cookies["session"]["max-age"]) is is_kept


@pytest.mark.parametrize(
    ("address", "lands"),
    [
        ("/information/?page=2", "/information/?page=2"),
        ("http://teploset.localhost/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_is_led_where_one_was_going_but_never_to_another_host(
    browser: Client, anna: User, address: str, lands: str
) -> None:
    assert come(browser, anna.email, next=address)["Location"] == lands


def test_a_session_is_worth_nothing_at_another_company(
    browser: Client, other_browser: Client, anna: User, other_company: GridCompany
) -> None:
    with inside(other_company):
        joined()  # the same number of the row, the same password
    come(browser, anna.email)
    other_browser.cookies = browser.cookies

    assert other_browser.get("/accounts/password/change/").status_code == 302


def test_guessing_is_stopped_whichever_identifier_is_used(browser: Client, anna: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}
    for login in (anna.email, synthetic.snils(500), "+79000000500", anna.email, synthetic.snils(500)):
        assert come(browser, login, "не тот").status_code == 200
    response = come(browser, "8 900 000 05 00")  # the password is right, the patience is over

    assert response.status_code == 429
    assert "Слишком много попыток. Повторите через 5" in response.content.decode().replace("\u00a0", " ")
    assert response.context["form"]["login"].value() == "8 900 000 05 00"
    assert not is_inside(browser)


def test_one_address_may_not_try_everybody(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip", "login_failed": None}
    answers = [come(browser, f"a{n}@example.ru").status_code for n in range(4)]

    assert answers == [200, 200, 200, 429]


def test_a_forged_forwarding_header_gives_no_new_tries(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [
        browser.post(
            LOGIN, {"login": "a@example.ru", "password": "x"}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(2)
    ]

    assert answers == [200, 429]


def test_limits_of_one_company_do_not_count_at_another(browser: Client, other_browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    come(browser, "a@example.ru")

    assert come(browser, "a@example.ru").status_code == 429
    assert come(other_browser, "a@example.ru").status_code == 200


def test_one_leaves_by_a_button_not_by_a_link(browser: Client, anna: User) -> None:
    come(browser, anna.email)

    assert browser.get("/accounts/logout/")["Location"] == "/"
    assert is_inside(browser)
    assert browser.post("/accounts/logout/")["Location"] == LOGIN
    assert not is_inside(browser)


def test_an_operator_signs_in_at_the_platform(platform_browser: Client) -> None:
    with in_public():
        operator = User.objects.create_user("operator@example.ru", PASSWORD, is_operator=True, joined_at=NOW)
        come(platform_browser, operator.email)

        assert is_inside(platform_browser)


def test_an_operator_is_unknown_at_a_company_and_an_applicant_at_the_platform(
    browser: Client, platform_browser: Client, anna: User
) -> None:
    with in_public():
        User.objects.create_user("operator@example.ru", PASSWORD, is_operator=True, joined_at=NOW)

    assert come(browser, "operator@example.ru").context["form"].non_field_errors() == [WRONG]
    assert come(platform_browser, anna.email).context["form"].non_field_errors() == [WRONG]


def test_the_platform_has_no_registration(platform_browser: Client) -> None:
    assert platform_browser.get("/accounts/signup/").status_code == 404
    assert "Зарегистрируйтесь" not in platform_browser.get(LOGIN).content.decode()


def test_with_redis_gone_one_still_comes_in(browser: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> None:
        raise RedisConnectionError("refused")

    for operation in ("add", "get", "set", "delete"):
        monkeypatch.setattr(RedisCache, operation, gone)
    come(browser, anna.email)

    assert is_inside(browser)
