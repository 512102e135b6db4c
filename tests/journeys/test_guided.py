"""The guided application in a browser: a person, an organisation, a temporary connection, heat; and how many clicks."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.people import ABDURAKHMANOV, BAKERY, ORLOVA
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
Paper = Callable[[str], Path]
LAYOUT = Path(__file__).parents[1] / "ui" / "layout.js"
SLOW = 20_000  # milliseconds: a save and a new drawing of the questions


def begins(
    visitor: Come, email: str, *, company: str = "gorset", what: str = "технологическое присоединение"
) -> Visitor:
    somebody = visitor()
    somebody.sign_in(email, company)
    somebody.follow("Документооборот")
    somebody.press(f"Создать заявку на {what}")
    heading(somebody, "Что нужно?")
    return somebody


def heading(somebody: Visitor, title: str) -> None:
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(words(title))
    somebody.breaks_no_rule()
    somebody.is_not_cut()
    keeps_words_whole(somebody)


def keeps_words_whole(somebody: Visitor) -> None:
    faults = somebody.page.evaluate(LAYOUT.read_text("utf-8"))
    assert [fault for fault in faults if fault.startswith("BROKEN")] == []


def goes_on(somebody: Visitor, title: str) -> None:
    somebody.page.get_by_role("button", name="Далее", exact=True).last.click()
    heading(somebody, title)


def tells_where(somebody: Visitor, address: str, label: str = "Адрес объекта") -> None:
    somebody.page.get_by_label(label).fill(address)


def side(somebody: Visitor, title: str) -> None:
    expect(somebody.page.locator("[data-side]")).to_contain_text(words(title), timeout=SLOW)


def test_a_person_of_15_kilowatts(visitor: Come, paper: Paper) -> None:
    anna = begins(visitor, ORLOVA.email)
    anna.chooses("Новое присоединение")
    expect(anna.page.get_by_text("Только для бытовых нужд").first).to_be_visible(timeout=SLOW)  # it came up by itself
    anna.chooses("Да")
    goes_on(anna, "Где подключаем?")
    tells_where(anna, "Лугореченск, ул. Пошаговая, д. 1")
    goes_on(anna, "Какая мощность?")
    anna.page.get_by_label("Максимальная мощность").first.fill("15")
    anna.chooses("380 В")
    side(anna, "Физическое лицо, до 15 кВт")
    goes_on(anna, "Документы")
    anna.page.locator("#files").set_input_files([paper("Выписка ЕГРН.pdf"), paper("план участка.jpg")])
    expect(anna.page.locator(".file[data-state=done]")).to_have_count(2, timeout=SLOW)
    goes_on(anna, "Проверьте заявку")
    anna.sees("Не добавлен документ: Паспорт")
    anna.press("Подать всё равно")
    anna.sees("Заявка подана.")


def test_an_organisation_of_400_kilowatts(visitor: Come) -> None:
    bakery = begins(visitor, BAKERY.email)
    bakery.chooses("Новое присоединение")
    goes_on(bakery, "Где подключаем?")
    tells_where(bakery, "Лугореченск, ул. Заводская, д. 400")
    goes_on(bakery, "Какая мощность?")
    bakery.page.get_by_label("Максимальная мощность").first.fill("400")
    bakery.page.get_by_label("Характер нагрузки").fill("Хлебозавод")
    bakery.chooses("6–10 кВ")
    side(bakery, "От 150 до 670 кВт")
    bakery.chooses("Вторая")
    second = bakery.page.get_by_label("В том числе по второй категории")
    expect(second).to_be_visible(timeout=SLOW)
    second.fill("100")
    bakery.page.get_by_label("В том числе по третьей категории").fill("200")
    bakery.expected.add(422)
    bakery.page.get_by_role("button", name="Далее", exact=True).last.click()
    bakery.sees("Сумма по категориям надёжности — 300 кВт, а нужно 400 кВт: на 100 кВт меньше.")
    bakery.page.get_by_label("В том числе по третьей категории").fill("300")
    goes_on(bakery, "Кто будет поставлять энергию?")


def test_a_temporary_connection(visitor: Come) -> None:
    lev = begins(visitor, ABDURAKHMANOV.email)
    lev.chooses("Временное присоединение")
    months = lev.page.get_by_label("На сколько месяцев")
    expect(months).to_be_visible(timeout=SLOW)
    months.fill("6")
    lev.chooses("Передвижной объект")
    goes_on(lev, "Где подключаем?")
    tells_where(lev, "Лугореченск, площадь, павильон 6")
    goes_on(lev, "Какая мощность?")
    lev.page.get_by_label("Максимальная мощность").first.fill("10")
    lev.chooses("220 В")
    side(lev, "Временное присоединение, до 150 кВт")
    goes_on(lev, "Кто будет поставлять энергию?")
    goes_on(lev, "Документы")
    lev.sees("Согласие собственника участка")


def test_a_simple_application_with_ready_files_takes_no_more_than_ten_clicks(visitor: Come, paper: Paper) -> None:
    """On one page, for who brings a filled form."""
    anna = begins_to_count(visitor)
    anna.press("Создать заявку на технологическое присоединение")
    anna.brings_a_filled_form()
    anna.chooses("Новое присоединение")
    for label, typed in (("Адрес объекта", "Лугореченск, ул. Десяти щелчков, 10"), ("Максимальная мощность", "15")):
        anna.page.get_by_label(label).click()
        anna.page.keyboard.type(typed)
    chooses_files(anna, paper("Заявка на присоединение.docx"), paper("Выписка ЕГРН.pdf"))
    anna.press("Подать заявку")
    anna.sees("Заявка подана.")
    assert 5 <= clicks_of(anna) <= 10


def test_a_guided_application_with_ready_files_takes_no_more_than_ten_clicks(visitor: Come, paper: Paper) -> None:
    """Whoever comes to a page of lines types at once, and a household need not choose its supplier."""
    anna = begins_to_count(visitor)
    anna.press("Создать заявку на технологическое присоединение")
    anna.chooses("Новое присоединение")
    expect(anna.page.get_by_text("Только для бытовых нужд").first).to_be_visible(timeout=SLOW)
    anna.chooses("Да")
    goes_on(anna, "Где подключаем?")
    expect(anna.page.get_by_label("Что подключаем")).to_be_focused()
    anna.page.keyboard.press("Tab")
    expect(anna.page.get_by_label("Адрес объекта")).to_be_focused()
    anna.page.keyboard.type("Лугореченск, ул. Пяти шагов, 5")
    goes_on(anna, "Какая мощность?")
    expect(anna.page.get_by_label("Максимальная мощность").first).to_be_focused()
    anna.page.keyboard.type("15")
    anna.chooses("380 В")
    side(anna, "Физическое лицо, до 15 кВт")  # a question that this brings up came with it
    goes_on(anna, "Документы")
    chooses_files(anna, *(paper(name) for name in ("Паспорт.pdf", "Выписка ЕГРН.pdf", "План участка.pdf")))
    goes_on(anna, "Проверьте заявку")
    anna.sees("по умолчанию")
    anna.press("Подать заявку")
    anna.sees("Заявка подана.")
    assert 8 <= clicks_of(anna) <= 10


def begins_to_count(visitor: Come) -> Visitor:
    """Every press of the mouse is counted, also the one into a field and the one that opens the choice of files.

    A browser tells a press on the words of an answer twice as a click, and once as a press.
    """
    anna = visitor()
    anna.sign_in(ORLOVA.email)
    anna.follow("Документооборот")
    anna.page.evaluate("sessionStorage.setItem('clicks', '0')")
    anna.page.add_init_script(
        "addEventListener('pointerdown', (e) => { if (e.isTrusted) sessionStorage.setItem('clicks', "
        "Number(sessionStorage.getItem('clicks') ?? 0) + 1) }, true)"
    )
    anna.page.reload()
    return anna


def chooses_files(anna: Visitor, *files: Path) -> None:
    with anna.page.expect_file_chooser() as chooser:
        anna.page.locator("#files").click()
    chooser.value.set_files(list(files))
    expect(anna.page.locator(".file[data-state=done]")).to_have_count(len(files), timeout=SLOW)


def clicks_of(anna: Visitor) -> int:
    return int(anna.page.evaluate("sessionStorage.getItem('clicks')"))


def test_without_scripts_the_steps_work_as_well(visitor: Come) -> None:
    lev = visitor(java_script_enabled=False)
    lev.sign_in(ABDURAKHMANOV.email)
    lev.follow("Документооборот")
    lev.press("Создать заявку на технологическое присоединение")
    lev.chooses("Увеличение мощности")
    lev.expected.add(422)
    lev.page.get_by_role("button", name="Далее", exact=True).last.click()
    lev.sees("Ответьте, нужна ли энергия только для бытовых нужд")
    lev.chooses("Да")
    lev.page.get_by_role("button", name="Далее", exact=True).last.click()
    tells_where(lev, "Лугореченск, ул. Без скриптов, 1")
    lev.page.get_by_role("button", name="Далее", exact=True).last.click()
    lev.page.get_by_label("Максимальная мощность").first.fill("5")
    lev.page.locator("[name='stages-0-power']").fill("2")
    lev.press("Добавить этап")
    expect(lev.page.locator("[name='stages-1-power']")).to_have_count(1)


def test_heat(visitor: Come) -> None:
    bakery = begins(visitor, BAKERY.email, company="teploset", what="подключение к системе теплоснабжения")
    bakery.chooses("Подключение нового объекта")
    bakery.page.get_by_label("Основание заключения договора").fill("Собственность, выписка ЕГРН")
    goes_on(bakery, "Где подключаем?")
    tells_where(bakery, "Лугореченск, ул. Заводская, д. 23", "Полный адрес объекта")
    goes_on(bakery, "Какая нагрузка?")
    bakery.page.get_by_label("Максимальная тепловая нагрузка").first.fill("0,35")
    bakery.page.get_by_label("В том числе: отопление").fill("0,3")
    bakery.page.get_by_label("В том числе: горячее водоснабжение").fill("0,05")
    goes_on(bakery, "Документы")
    bakery.sees("Топографическая карта участка")
    bakery.page.get_by_role("button", name="Далее", exact=True).last.click()
    heading(bakery, "Проверьте заявку")
    bakery.press("Подать всё равно")
    bakery.sees("Заявка подана.")
