"""A draft in a browser: it saves itself, tells the truth about it, and two tabs notice each other."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.people import ORLOVA
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
PATIENCE = 20_000  # milliseconds: a save waits a few seconds by itself


def begins(somebody: Visitor) -> str:
    somebody.sign_in(ORLOVA.email)
    somebody.follow("Документооборот")
    somebody.press("Создать заявку на")
    somebody.brings_a_filled_form()
    expect(somebody.page.get_by_label("Адрес объекта")).to_be_visible()
    return somebody.page.url


def saved(somebody: Visitor) -> None:
    expect(somebody.page.locator("[data-saved]")).to_have_text(re.compile(r"^Сохранено \d\d:\d\d$"), timeout=PATIENCE)


def test_three_fields_are_there_next_day_on_another_computer(visitor: Come) -> None:
    anna = visitor()
    address = begins(anna)
    anna.chooses("Новое присоединение")
    anna.page.get_by_label("Адрес объекта").fill("Лугореченск, ул. Черновая, 7")
    power = anna.page.get_by_label("Максимальная мощность")
    power.fill("15 МВт")
    saved(anna)
    power.blur()
    expect(anna.page.locator("[data-remark=max_power_kw]")).to_contain_text("введено «МВт»")
    power.fill("15,5 кВт")
    saved(anna)
    expect(power).to_have_value("15,5 кВт")
    anna.breaks_no_rule()
    anna.is_not_cut()
    anna.page.close()

    later = visitor()
    later.sign_in(ORLOVA.email)
    later.page.goto(address)
    expect(later.page.get_by_label("Адрес объекта")).to_have_value("Лугореченск, ул. Черновая, 7")
    expect(later.page.get_by_label("Максимальная мощность")).to_have_value("15,5")
    expect(later.page.get_by_role("radio", name=words("Новое присоединение"))).to_be_checked()


def test_the_last_word_goes_after_a_page_that_is_left_at_once(visitor: Come) -> None:
    anna = visitor()
    address = begins(anna)
    anna.page.get_by_label("Адрес объекта").fill("уже ухожу")
    anna.page.goto(anna.address("gorset") + "/help/")
    field = anna.page.get_by_label("Адрес объекта")
    for _ in range(20):  # nothing waits for what a page sends when it is left
        anna.page.goto(address)
        if field.input_value() == "уже ухожу":
            break
    expect(field).to_have_value("уже ухожу")


def test_the_way_to_ones_data_and_back_keeps_what_was_typed(visitor: Come) -> None:
    for scripts in (True, False):
        anna = visitor(java_script_enabled=scripts)
        begins(anna)
        anna.page.get_by_label("Адрес объекта").fill("Заречье, 5")
        anna.page.get_by_label("Максимальная мощность").fill("пятн")
        anna.follow("Изменить данные заявителя")
        anna.main.get_by_role("button", name="Сохранить", exact=True).click()
        expect(anna.page.get_by_label("Адрес объекта")).to_have_value("Заречье, 5")
        expect(anna.page.get_by_label("Максимальная мощность")).to_have_value("пятн")


def test_the_later_of_two_tabs_is_told_and_chooses(visitor: Come) -> None:
    anna = visitor()
    anna.expects(409)
    address = begins(anna)
    with anna.another_tab():
        anna.page.goto(address)
        anna.page.get_by_label("Адрес объекта").fill("Луговая, 1")
        saved(anna)
    anna.page.get_by_label("Адрес объекта").fill("Луговая, 2")
    expect(anna.page.locator("[data-conflict]")).to_contain_text(words("Здесь: Луговая, 2"), timeout=PATIENCE)
    expect(anna.page.locator("[data-conflict]")).to_contain_text(words("Сохранено: Луговая, 1"))
    expect(anna.page.locator("[data-saved]")).to_contain_text("не сохранены")
    anna.breaks_no_rule()
    anna.press("Оставить то, что на этой странице")
    expect(anna.page.get_by_text("Черновик сохранён.")).to_be_visible()
    expect(anna.page.get_by_label("Адрес объекта")).to_have_value("Луговая, 2")


def test_signed_out_in_another_tab_it_says_so_and_goes_on(visitor: Come) -> None:
    anna = visitor()
    anna.expects(401, 403)
    begins(anna)
    kept = anna.context.cookies()
    anna.context.clear_cookies()
    anna.page.get_by_label("Адрес объекта").fill("Тупиковая, 3")
    status = anna.page.locator("[data-saved]")
    expect(status).to_contain_text("Изменения не сохранены: вход в кабинет закончился", timeout=PATIENCE)
    assert kept
    with anna.another_tab():
        anna.sign_in(ORLOVA.email)
    saved(anna)


def test_files_change_places_by_keyboard(visitor: Come, paper: Callable[[str], Path]) -> None:
    anna = visitor()
    address = begins(anna)
    anna.page.locator("#files").set_input_files([paper("Выписка ЕГРН.pdf"), paper("План участка.png")])
    rows = anna.page.locator(".file[data-state=done]")
    expect(rows).to_have_count(2)
    last = rows.last.locator("p").first.inner_text()
    rows.last.get_by_role("button", name=re.compile("^Выше")).press("Enter")
    saved(anna)
    anna.page.goto(address)
    expect(rows.first.locator("p").first).to_have_text(words(last))
