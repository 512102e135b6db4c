"""An operator opens a company: it answers at once, and its administrator comes in by the link of a letter."""

from collections.abc import Callable

from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.people import OPERATOR, PASSWORD
from tests.journeys.visitor import Visitor, words


def test_a_company_is_opened_and_its_administrator_comes_in(visitor: Callable[..., Visitor]) -> None:
    timur, olga = visitor(), visitor()
    timur.sign_in(OPERATOR[0], company="")
    row = timur.page.get_by_role("row", name=words("ООО «Горсеть»"))
    expect(row).to_contain_text("Работает")
    opens_a_company(timur)
    answers_at_once(olga)
    comes_by_invitation(olga, timur)


def opens_a_company(timur: Visitor) -> None:
    timur.follow("Подключить организацию")
    fields = {
        "name": "Общество с ограниченной ответственностью «Новосеть»", "short_name": "ООО «Новосеть»",
        "inn": synthetic.inn10(555), "ogrn": synthetic.ogrn(555), "kpp": synthetic.kpp(555),
        "subdomain": "novoset", "administrator_email": "admin@novoset.example.ru",
    }  # fmt: skip
    for name, value in fields.items():
        timur.page.locator(f"[name={name}]").fill(value)
    timur.page.get_by_text("Электрические", exact=True).click()
    timur.press("Открыть кабинет")
    timur.sees("Кабинет открыт:")


def answers_at_once(olga: Visitor) -> None:
    response = olga.open("/", "novoset")
    assert response.status == 200
    olga.sees("ООО «Новосеть»")


def comes_by_invitation(olga: Visitor, timur: Visitor) -> None:
    timur.finds_letter("admin@novoset.example.ru", "")
    link = timur.main.get_by_role("link", name=words("http://novoset.localhost")).first.get_attribute("href")
    assert link is not None
    olga.page.goto(link)
    for name, value in {"last_name": "Дорохова", "first_name": "Ольга"}.items():
        olga.page.locator(f"[name={name}]").fill(value)
    for name in ("password1", "password2"):
        olga.page.locator(f"[name={name}]").fill(PASSWORD)
    olga.press("Войти в кабинет")
    expect(olga.page.get_by_role("heading", name="Обращения")).to_be_visible()
    olga.follow("Данные и настройки")
    expect(olga.page.locator("[name=short_name]")).to_have_value("ООО «Новосеть»")
