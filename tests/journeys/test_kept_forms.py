"""Somebody types, and the session ends under their hands."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from cabinet.demo.people import ORLOVA, PASSWORD
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]

CLERK, COLLEAGUE = "admin@gorset.example.ru", "okno@gorset.example.ru"
KEPT = "Всё, что вы ввели, на месте."


def removes_session(somebody: Visitor) -> None:
    somebody.context.clear_cookies(name="session")


def removes_cookies(somebody: Visitor) -> None:
    somebody.context.clear_cookies()


def signs_out_in_another_tab(somebody: Visitor) -> None:
    with somebody.another_tab():
        somebody.open("/cases/")
        somebody.press("Выход")
        expect(somebody.page.locator("[name=login]")).to_be_visible()


def comes_back(somebody: Visitor, email: str) -> None:
    expect(somebody.page.get_by_role("heading", level=1, name=words("Вход в личный кабинет"))).to_be_visible()
    somebody.page.locator("[name=login]").fill(email)
    somebody.page.locator("[name=password]").fill(PASSWORD)
    somebody.press("Войти")


def opens_a_case(somebody: Visitor) -> None:
    somebody.open("/cases/")
    somebody.page.get_by_role("row").get_by_role("link").first.click()
    expect(somebody.page.get_by_role("link", name=words("Добавить сообщение"))).to_be_visible()


@pytest.mark.parametrize("end", [removes_session, removes_cookies, signs_out_in_another_tab])
def test_a_message_comes_back_and_is_sent_once(end: Callable[[Visitor], None], visitor: Come) -> None:
    maria, text = visitor(), f"Опора стоит на въезде: {end.__name__}"
    maria.sign_in(CLERK)
    opens_a_case(maria)
    maria.follow("Добавить сообщение")
    maria.write(text, within="#add")
    end(maria)
    maria.press("Добавить")

    comes_back(maria, CLERK)

    maria.sees(KEPT)
    paper = maria.page.locator("#add [contenteditable]")
    expect(paper).to_have_text(text)
    expect(maria.page.locator("#add .notice")).to_be_focused()
    maria.breaks_no_rule()
    maria.page.set_viewport_size({"width": 360, "height": 740})
    maria.is_not_cut()
    maria.press("Добавить")
    maria.sees("Сообщение отправлено.")
    expect(maria.main.get_by_text(text)).to_have_count(1)


def test_who_signs_in_instead_sees_nothing(visitor: Come) -> None:
    maria = visitor()
    maria.sign_in(CLERK)
    opens_a_case(maria)
    maria.follow("Добавить сообщение")
    maria.write("Тайна переписки", within="#add")
    removes_cookies(maria)
    maria.press("Добавить")

    comes_back(maria, COLLEAGUE)

    expect(maria.page.get_by_role("button", name="Выход")).to_be_visible()
    maria.sees_not("Тайна переписки")
    maria.sees_not(KEPT)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_settings_and_a_text_come_back(options: dict[str, bool], visitor: Come) -> None:
    maria = visitor(**options)
    maria.sign_in(CLERK)
    maria.open("/settings/")
    maria.page.locator("[name=tagline]").fill("Сети рядом с домом")
    removes_session(maria)
    maria.press("Сохранить изменения")
    comes_back(maria, CLERK)
    maria.sees(KEPT)
    expect(maria.page.locator("[name=tagline]")).to_have_value("Сети рядом с домом")

    maria.open("/pages/")
    if options:
        maria.page.locator("[name=help-text]").fill("<p>Звоните с восьми</p>")
    else:
        maria.write("Звоните с восьми", within="#help")
    removes_cookies(maria)
    maria.page.locator("#help button[data-kind=primary]").click()
    comes_back(maria, CLERK)
    maria.sees(KEPT)
    # In bold, where another journey has made the text bold that this one was written over.
    expect(maria.page.locator("[name=help-text]")).to_have_value(
        re.compile("^<p>(<strong>)?Звоните с восьми(</strong>)?</p>$")
    )


def test_an_application_comes_back(visitor: Come) -> None:
    anna = visitor()
    anna.sign_in(ORLOVA.email)
    anna.open("/cases/")
    anna.press("Создать заявку на технологическое присоединение")
    anna.brings_a_filled_form()
    anna.chooses("Новое присоединение")
    anna.page.get_by_label("Адрес объекта").fill("Лугореченск, ул. Речная, 7")
    anna.page.get_by_label("Максимальная мощность").fill("14,5")
    removes_session(anna)
    anna.press("Подать заявку")

    comes_back(anna, ORLOVA.email)

    anna.sees(KEPT)
    expect(anna.page.get_by_label("Адрес объекта")).to_have_value("Лугореченск, ул. Речная, 7")
    expect(anna.page.get_by_label("Максимальная мощность")).to_have_value("14,5")
    expect(anna.page.locator("[name=type][value=new]")).to_be_checked()


def test_leaving_with_something_typed_asks_first(visitor: Come) -> None:
    maria = visitor()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    maria.page.on("dialog", stay)
    maria.sign_in(CLERK)
    maria.open("/settings/")
    maria.follow("Документооборот")
    assert asked == []  # nothing was typed
    maria.open("/settings/")
    maria.page.locator("[name=tagline]").fill("Другая подпись")
    maria.follow("Документооборот")
    expect(maria.page.get_by_role("heading", level=1)).not_to_have_text(words("Данные и настройки"))
    assert asked == ["beforeunload"]
    maria.open("/pages/")
    maria.write("Звоните с девяти", within="#help")
    maria.page.locator("#help button[data-kind=primary]").click()
    maria.sees("Текст сохранён")
    assert asked == ["beforeunload"]  # what is sent is not lost


def test_back_after_signing_out_shows_nothing(visitor: Come) -> None:
    maria = visitor()
    maria.sign_in(CLERK)
    opens_a_case(maria)
    name = maria.page.get_by_role("heading", level=1).inner_text()
    maria.press("Выход")
    expect(maria.page.locator("[name=login]")).to_be_visible()

    maria.page.go_back()

    expect(maria.page.locator("[name=login]")).to_be_visible()
    maria.sees_not(name)
