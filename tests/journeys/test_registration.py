"""Registration: another legal form asks other questions at once; all of it can be done by the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.people import PASSWORD
from tests.journeys.visitor import Visitor, words

TABS = 60  # presses: more than any page here has stops


def test_another_legal_form_shows_its_fields_and_keeps_what_was_typed(visitor: Callable[..., Visitor]) -> None:
    egor = visitor()
    egor.open("/accounts/signup/")
    egor.page.locator("[name=last_name]").fill("Берестов")
    egor.page.locator("[name=snils]").fill("1")
    egor.page.get_by_text("Юридическое лицо", exact=True).click()
    expect(egor.page.get_by_label("Фамилия руководителя")).to_have_value("Берестов")
    expect(egor.page.get_by_label("КПП")).to_be_visible()
    expect(egor.page.get_by_role("radio", name="Юридическое лицо")).to_be_focused()
    egor.page.get_by_text("Физическое лицо", exact=True).click()
    expect(egor.page.locator("[name=snils]")).to_have_value("1")


def test_a_person_registers_by_the_keyboard_alone(visitor: Callable[..., Visitor]) -> None:
    nina = visitor()
    nina.open("/accounts/signup/")
    answers = {
        "last_name": "Полянская", "first_name": "Нина", "snils": synthetic.snils(503),
        "email": "polyanskaya@example.ru", "phone": synthetic.phone(503),
        "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    for name, answer in answers.items():
        reaches(nina, f"[name={name}]")
        nina.page.keyboard.type(answer)
    reaches(nina, "button:has-text('Зарегистрироваться')")
    nina.page.keyboard.press("Enter")
    the_error_is_found(nina)
    nina.page.keyboard.press("Space")
    for name in ("password1", "password2"):  # never sent back by the server
        nina.page.locator(f"[name={name}]").focus()
        nina.page.keyboard.type(PASSWORD)
    nina.page.keyboard.press("Enter")
    nina.sees("Мы отправили письмо на polyanskaya@example.ru")
    nina.page.goto(nina.reads_letter("polyanskaya@example.ru"))
    reaches(nina, "button:has-text('Подтвердить e-mail')")
    nina.page.keyboard.press("Enter")
    expect(nina.page.get_by_role("heading", level=1)).to_have_text(words("Подтверждение телефона"))
    nina.sees("Новый код можно запросить через 0:")
    expect(nina.page.get_by_role("button", name="Отправить код ещё раз")).to_be_disabled()
    nina.breaks_no_rule()
    code = nina.reads_code(synthetic.phone(503))
    reaches(nina, "[name=code]")
    the_wrong_code_is_told(nina, code)
    nina.page.keyboard.press("ControlOrMeta+a")
    nina.page.keyboard.type(code)
    nina.page.keyboard.press("Enter")
    expect(nina.page.get_by_role("heading", level=1)).to_have_text(words("Здравствуйте, Нина"))


def the_wrong_code_is_told(nina: Visitor, code: str) -> None:
    nina.expects(422)
    nina.page.keyboard.type(f"{(int(code) + 1) % 1_000_000:06}")
    nina.page.keyboard.press("Enter")
    nina.sees("Неверный код. Осталось попыток: 4")
    nina.breaks_no_rule()
    reaches(nina, "[name=code]")


def test_an_organisation_registers(visitor: Callable[..., Visitor]) -> None:
    egor = visitor()
    egor.open("/accounts/signup/?form=organisation")
    answers = {
        "inn": synthetic.inn10(504), "ogrn": synthetic.ogrn(504), "kpp": synthetic.kpp(504),
        "organisation_name": "ООО «Берёзка»", "last_name": "Берестов", "first_name": "Егор",
        "email": "berestov@example.ru", "phone": synthetic.phone(504),
        "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    for name, answer in answers.items():
        egor.page.locator(f"[name={name}]").fill(answer)
    egor.page.locator("label", has_text="Я согласен с условиями").click(position={"x": 5, "y": 5})
    egor.press("Зарегистрироваться")
    egor.breaks_no_rule()
    egor.finishes_registration("berestov@example.ru", synthetic.phone(504))
    expect(egor.page.locator(".who")).to_contain_text("Юридическое лицо")


def test_the_browser_proves_its_work_by_itself(visitor: Callable[..., Visitor]) -> None:
    """The company switches the check on; a person does nothing about it, not even when they are quicker."""
    maria, egor, without = visitor(), visitor(), visitor(java_script_enabled=False)
    maria.sign_in("admin@teploset.example.ru", "teploset")
    switches(maria, on=True)
    try:
        egor.open("/accounts/login/", "teploset")
        egor.page.locator("[name=login]").fill("nobody@example.ru")
        egor.page.locator("[name=password]").fill("чужой пароль")
        egor.press("Войти")
        egor.sees("Неверный логин или пароль")
        egor.sees("Проверка пройдена")
        egor.breaks_no_rule()
        without.open("/accounts/login/", "teploset")
        without.sees("Для этого нужен JavaScript")
    finally:
        switches(maria, on=False)


def switches(maria: Visitor, *, on: bool) -> None:
    maria.open("/settings/", "teploset")
    maria.page.locator("[name=captcha]").set_checked(on, force=True)
    maria.press("Сохранить изменения")
    maria.sees("Изменения сохранены.")


def the_error_is_found(nina: Visitor) -> None:
    summary = nina.page.get_by_role("link", name=words("Подтвердите согласие на обработку персональных данных"))
    expect(summary).to_be_visible()
    reaches(nina, ".summary a")
    nina.page.keyboard.press("Enter")
    expect(nina.page.locator("[name=agree]")).to_be_focused()


def reaches(somebody: Visitor, selector: str) -> None:
    """With Tab, from wherever the focus is; what has the focus is seen to have it."""
    target = somebody.page.locator(selector).first
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        somebody.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with Tab")
