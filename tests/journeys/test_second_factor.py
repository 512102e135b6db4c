"""The second factor in a real browser: staff are led to it, a passkey opens the door."""

import copy
import importlib
import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from cabinet.demo.people import PASSWORD
from embedded.site import Site
from tests.journeys.visitor import Visitor, words
from tests.one_time_codes import code_of

PHONE = {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def strict(site: Site) -> Iterator[Site]:
    """As in production: staff work with a second factor only. A web server of its own beside the other."""
    strict = copy.copy(site)
    strict.port = site.stack.home.port("strict", site.port + 50)
    environment = {**site.environment, "PLATFORM_PORT": str(strict.port), "SECOND_FACTOR_REQUIRED": "1"}
    command = importlib.import_module("config.server").command("127.0.0.1", strict.port)
    strict.children = {"web": site.stack.child("web-strict", command, environment=environment)}
    strict._wait_for_answer()
    yield strict
    strict.stop()


@pytest.fixture
def olga(browser: Browser, strict: Site) -> Iterator[Visitor]:
    """Administrator of a company which is strict about it."""
    olga = Visitor(browser, strict)
    yield olga
    olga.leave()


def test_staff_connect_an_application_before_anything_else(olga: Visitor, visitor: Callable[..., Visitor]) -> None:
    come(olga, "admin@res.example.ru", "res")
    olga.sees("Подключите второй фактор")
    olga.open("/cases/", "res")
    olga.sees("Подключите второй фактор")
    olga.breaks_no_rule()
    olga.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    olga.is_not_cut()
    olga.follow("Подключить приложение с кодами")
    olga.breaks_no_rule()
    olga.is_not_cut()
    secret = olga.main.locator(".facts dd").inner_text().replace(" ", "")
    olga.page.get_by_label("Код из приложения").fill(shown_by_application(secret))
    olga.press("Подключить")
    expect(olga.page.get_by_role("heading", level=1)).to_have_text(words("Резервные коды"))
    expect(olga.main.locator("li")).to_have_count(10)
    reserve = olga.main.locator("li").first.inner_text().strip()
    olga.breaks_no_rule()
    olga.is_not_cut()
    olga.follow("Коды сохранены")
    expect(olga.page).to_have_url(re.compile(r"/cases/$"))
    olga.press("Выход")

    come(olga, "admin@res.example.ru", "res")
    expect(olga.page.get_by_role("heading", level=1)).to_have_text(words("Второй шаг входа"))
    olga.breaks_no_rule()
    olga.page.get_by_label("Код").fill(shown_by_application(secret))
    olga.press("Войти")
    expect(olga.page).to_have_url(re.compile(r"/cases/$"))

    leaves_it_again(visitor(), reserve)


def test_a_passkey_replaces_the_code(visitor: Callable[..., Visitor]) -> None:
    lev = visitor()
    has_a_key_in_the_device(lev)
    come(lev, "ilyin@example.ru", "teploset")
    expect(lev.page.get_by_role("button", name="Выход")).to_be_visible()
    lev.open("/profile/security/", "teploset")
    lev.breaks_no_rule()
    lev.follow("Добавить ключ доступа")
    lev.page.get_by_label("Название").fill("Мой телефон")
    lev.breaks_no_rule()
    lev.press("Добавить ключ")
    expect(lev.page.get_by_role("heading", level=1)).to_have_text(words("Резервные коды"))
    lev.press("Выход")

    come(lev, "ilyin@example.ru", "teploset")
    expect(lev.page.get_by_role("heading", level=1)).to_have_text(words("Второй шаг входа"))
    lev.breaks_no_rule()
    lev.press("Войти с ключом доступа")
    expect(lev.page.get_by_role("button", name="Выход")).to_be_visible()
    lev.open("/profile/security/", "teploset")
    lev.follow("Удалить ключ Мой телефон")
    lev.press("Удалить")
    lev.sees("Необязательно, но надёжно")


def leaves_it_again(olga: Visitor, reserve: str) -> None:
    """Where it is not required, so that other journeys meet her as she was. A code of the application opens once."""
    come(olga, "admin@res.example.ru", "res")
    olga.page.get_by_label("Код").fill(reserve)
    olga.press("Войти")
    expect(olga.page).to_have_url(re.compile(r"/cases/$"))
    olga.open("/profile/security/", "res")
    olga.follow("Удалить приложение с кодами")
    olga.press("Отключить")
    olga.sees("Необязательно, но надёжно")


def come(somebody: Visitor, email: str, company: str) -> None:
    """The first step only."""
    somebody.open("/accounts/login/", company)
    somebody.page.locator("[name=login]").fill(email)
    somebody.page.locator("[name=password]").fill(PASSWORD)
    somebody.press("Войти")


def shown_by_application(secret: str) -> str:
    return code_of(secret, int(time.time()) // 30)


def has_a_key_in_the_device(somebody: Visitor) -> None:
    tools = somebody.context.new_cdp_session(somebody.page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
