"""A page with two forms: one is sent, and what is typed in the other is still there."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]


def test_a_message_survives_the_save_of_a_status(visitor: Come) -> None:
    maria = visitor()
    maria.sign_in("admin@gorset.example.ru")
    maria.page.locator("tbody tr").first.get_by_role("link").first.click()
    maria.follow("Добавить сообщение")
    maria.page.locator("#add [data-command=bold]").wait_for()
    maria.write("Мысль на половине", within="#add")
    maria.page.get_by_label("Регистрационный номер").fill("Ж-77")
    maria.press("Сохранить")
    maria.sees("Сохранено.")

    maria.sees("Введённое раньше на месте. Оно ещё не отправлено.")
    expect(maria.page.locator("#add [contenteditable]")).to_have_text("Мысль на половине")
    expect(maria.page.get_by_label("Регистрационный номер")).to_have_value("Ж-77")
    maria.page.locator("#add").get_by_role("button", name="Добавить").click()
    expect(maria.page.locator("#feed-entries").get_by_text("Мысль на половине").first).to_be_visible()
    maria.follow("Добавить сообщение")
    expect(maria.page.locator("#add [contenteditable]")).to_have_text("")


def test_nothing_is_left_for_whoever_signs_in_next(visitor: Come) -> None:
    maria = visitor()
    maria.sign_in("admin@gorset.example.ru")
    maria.page.evaluate("sessionStorage.setItem('typed in /settings/ 0', '{}')")
    maria.press("Выход")
    expect(maria.page.locator("[name=login]")).to_be_visible()

    maria.page.wait_for_function("sessionStorage.length === 0")


def test_texts_of_one_page_are_kept_without_scripts_too(visitor: Come) -> None:
    arriving = visitor()
    arriving.sign_in("admin@gorset.example.ru")
    for scripts in (True, False):
        # (After many sign-ins from one address a browser has to prove some work, which needs scripts.)
        maria = visitor(java_script_enabled=scripts, storage_state=arriving.context.storage_state())
        maria.open("/pages/")
        text = f"Время работы {scripts}"
        if scripts:
            maria.page.locator("#help [data-command=bold]").wait_for()
            maria.write(text, within="#help")
            maria.write(f"Новости {scripts}", within="#home")
        else:
            maria.page.locator("[name=help-text]").fill(text)
            maria.page.locator("[name=home-text]").fill(f"Новости {scripts}")
        maria.page.locator("#home").get_by_role("button", name="Сохранить").click()
        maria.sees("Этот текст ещё не сохранён")
        assert text in maria.page.locator("[name=help-text]").input_value()
        maria.page.locator("#help").get_by_role("button", name="Сохранить").click()
        maria.sees("Текст сохранён и уже на сайте")
        maria.sees_not("Этот текст ещё не сохранён")
