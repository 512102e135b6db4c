"""The cabinet without JavaScript: everything that matters is forms and links."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.people import PASSWORD
from tests.journeys.visitor import Visitor, words


def test_registering_filing_and_writing_need_no_script(
    visitor: Callable[..., Visitor], paper: Callable[[str], Path]
) -> None:
    igor = visitor(java_script_enabled=False)
    registers_as_an_entrepreneur(igor)
    files_an_application(igor, paper("Заявка.docx"), paper("План участка.png"))
    writes(igor)


def registers_as_an_entrepreneur(igor: Visitor) -> None:
    igor.open("/accounts/signup/")
    igor.page.locator("[name=last_name]").fill("Журавлёв")
    igor.page.get_by_text("Индивидуальный предприниматель", exact=True).click()
    igor.press("Показать поля выбранной формы")
    expect(igor.page.locator("[name=last_name]")).to_have_value("Журавлёв")
    fields = {
        "first_name": "Игорь", "inn": synthetic.inn12(502), "ogrn": synthetic.ogrnip(502),
        "email": "zhuravlev@example.ru", "phone": synthetic.phone(502), "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    for name, value in fields.items():
        igor.page.locator(f"[name={name}]").fill(value)
    igor.page.locator("[name=agree]").check(force=True)
    igor.press("Зарегистрироваться")
    igor.finishes_registration("zhuravlev@example.ru", synthetic.phone(502))
    tells_what_is_missing(igor)
    expect(igor.page.get_by_role("heading", level=1)).to_have_text(words("Здравствуйте, Игорь"))


def tells_what_is_missing(igor: Visitor) -> None:
    expect(igor.page.get_by_role("heading", level=1)).to_have_text(words("Мои данные"))
    igor.sees("Чтобы подать заявку, заполните:")
    igor.page.locator("[name=registration_address]").fill("Лугореченск, ул. Речная, д. 3")
    igor.press("Сохранить")
    igor.sees("Данные сохранены.")


def files_an_application(igor: Visitor, *papers: Path) -> None:
    igor.press("Создать заявку на технологическое присоединение")
    igor.brings_a_filled_form()
    igor.chooses("Временное присоединение")
    igor.page.get_by_label("Адрес объекта").fill("Лугореченск, рыночная площадь")
    igor.page.locator("#files").set_input_files(papers)
    igor.press("Добавить выбранные файлы")
    expect(igor.page.locator(".file")).to_have_count(2)
    igor.expects(422)
    igor.press("Подать заявку")
    igor.sees("Введите мощность числом, например 15")
    igor.page.get_by_label("Максимальная мощность").fill("12,5")
    igor.press("Подать заявку")
    igor.sees("Заявка подана.")


def writes(igor: Visitor) -> None:
    igor.follow("Добавить сообщение")
    igor.main.locator("textarea").fill("Торговля начнётся в мае.")
    igor.press("Добавить")
    igor.sees("Торговля начнётся в мае.")
