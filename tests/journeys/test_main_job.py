"""The main job, end to end: an application and a message go all the way, texts and settings reach whom they should."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.people import PASSWORD
from tests.journeys.visitor import POLL, Visitor, words

Come = Callable[..., Visitor]
Paper = Callable[[str], Path]

VERA = "tikhonova@example.ru"
ADDRESS = "Лугореченск, ул. Новая, д. 12"
TERMS = "Технические условия № 2001.pdf"
NEWS = "Есть обновления"


def test_the_main_job(visitor: Come, paper: Paper) -> None:
    vera, maria = visitor(), visitor()
    registers(vera)
    begins_an_application_and_leaves(vera, paper)
    comes_back_and_submits(vera, paper)
    vera.page.evaluate("window.sameDocument = true")
    maria.sign_in("admin@gorset.example.ru")
    takes_it_into_work(maria, paper)
    sees_the_answer_without_reloading(vera)
    reads_the_letter(visitor())
    downloads_and_writes_back(vera, paper)
    asks_without_an_application(vera, maria)
    rewrites_the_texts(maria, vera)
    changes_the_settings(maria, vera)
    everybody_sees_only_their_company(visitor())


def registers(vera: Visitor) -> None:
    vera.open("/")
    vera.follow("Зарегистрируйтесь!")
    fields = {
        "last_name": "Тихонова", "first_name": "Вера", "middle_name": "Павловна",
        "snils": synthetic.snils(501), "email": VERA, "phone": "8 900 000-05-01",
        "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    for name, value in fields.items():
        vera.page.locator(f"[name={name}]").fill(value)
    vera.page.locator("label", has_text="Я согласен с условиями").click(position={"x": 5, "y": 5})
    vera.press("Зарегистрироваться")
    vera.finishes_registration(VERA, synthetic.phone(501))
    expect(vera.page.get_by_role("heading", level=1)).to_have_text(words("Здравствуйте, Вера Павловна"))


def begins_an_application_and_leaves(vera: Visitor, paper: Paper) -> None:
    vera.follow("Документооборот")
    vera.press("Создать заявку на технологическое присоединение")
    vera.brings_a_filled_form()
    vera.chooses("Новое присоединение")
    vera.page.get_by_label("Адрес объекта").fill(ADDRESS)
    vera.page.get_by_label("Кадастровый номер").fill("99:01:0101001:777")
    vera.page.get_by_label("Максимальная мощность").fill("15")
    uploads(vera, paper("Заявка на присоединение.docx"), paper("Выписка ЕГРН.pdf"), paper("фото участка.jpg"))
    photo = vera.page.locator(".file", has_text="фото участка.jpg")
    photo.locator("[name^=title]").fill("Фотография участка")
    photo.locator("[name^=comment]").fill("Вид с дороги")
    vera.press("Сохранить черновик")
    expect(vera.page.get_by_text("Черновик сохранён.")).to_be_visible()


def comes_back_and_submits(vera: Visitor, paper: Paper) -> None:
    vera.follow("Документооборот")
    vera.follow("Черновики")
    vera.page.get_by_role("row", name=words(ADDRESS)).get_by_role("link").first.click()
    expect(vera.page.get_by_label("Максимальная мощность")).to_have_value("15")
    expect(vera.page.locator(".file")).to_have_count(3)
    kept = vera.page.locator(".file", has_text="фото участка.jpg")
    expect(kept.locator("[name^=title]")).to_have_value("Фотография участка")
    expect(kept.locator("[name^=comment]")).to_have_value("Вид с дороги")
    vera.press("Подать заявку")
    vera.sees("Заявка подана.")
    vera.sees("Ожидание ответа электросетевой")
    vera.sees("номер ещё не присвоен")


def takes_it_into_work(maria: Visitor, paper: Paper) -> None:
    row = maria.page.get_by_role("row", name=words(ADDRESS))
    expect(row).to_contain_text(words("Ожидание ответа электросетевой"))
    expect(row).to_contain_text(words("без номера"))
    row.get_by_role("link").first.click()
    maria.page.get_by_label("Текущий статус").fill("Заявка на рассмотрении сетевой организацией")
    maria.page.get_by_label("Регистрационный номер").fill("2001")
    maria.press("Сохранить")
    maria.sees("Сохранено.")
    maria.follow("Добавить сообщение")
    maria.write("Заявка принята, ответим за три дня.")
    maria.press("Добавить")
    maria.sees("Заявка принята, ответим за три дня.")
    maria.follow("Добавить документ")
    uploads(maria, paper(TERMS))
    expect(maria.page.locator("[name^=title-]")).to_have_value("Технические условия")
    maria.page.locator("[name^=comment-]").fill("Срок — два года")
    maria.press("Добавить")
    maria.sees(f"Имя файла: {TERMS}")
    maria.follow("Добавить статус")
    maria.page.get_by_label("Статус", exact=True).fill("Ведётся проектирование")
    maria.press("Добавить")
    maria.sees("Статус: Ведётся проектирование")


def sees_the_answer_without_reloading(vera: Visitor) -> None:
    expect(vera.main.get_by_text(NEWS)).to_be_visible(timeout=POLL)
    vera.follow("показать")
    vera.sees("Заявка принята, ответим за три дня.")
    vera.sees("Статус: Ведётся проектирование")
    assert vera.page.evaluate("window.sameDocument") is True
    vera.page.reload()
    expect(vera.page.get_by_role("heading", level=1)).to_have_text(words("Заявка № 2001"))


def reads_the_letter(somebody: Visitor) -> None:
    """Sent by the worker; the page of sent letters belongs to the embedded mode."""
    somebody.finds_letter(VERA, "новый документ")
    somebody.sees("gorset.localhost")


def downloads_and_writes_back(vera: Visitor, paper: Paper) -> None:
    with vera.page.expect_download() as download:
        vera.page.get_by_role("link", name=words(f"Скачать файл {TERMS}")).click()
    assert download.value.suggested_filename == TERMS
    assert "X-Amz-Expires=60" in download.value.url
    assert download.value.path().read_bytes() == paper(TERMS).read_bytes()
    vera.follow("Добавить сообщение")
    vera.write("Спасибо, условия получила.")
    vera.press("Добавить")
    vera.sees("Спасибо, условия получила.")


def asks_without_an_application(vera: Visitor, maria: Visitor) -> None:
    vera.follow("Документооборот")
    vera.press("Создать сообщение сетевой организации")
    vera.page.get_by_text("Консультация", exact=True).click()
    vera.write("Когда принимает специалист?")
    vera.press("Отправить")
    vera.sees("Сообщение отправлено.")
    maria.follow("Документооборот")
    question = maria.page.get_by_role("row", name=words("Консультация")).filter(has_text="Тихонова")
    question.get_by_role("link").first.click()
    maria.sees("Когда принимает специалист?")
    maria.page.get_by_label("Текущий статус").fill("Ответ направлен")
    maria.press("Сохранить")
    maria.follow("Добавить сообщение")
    maria.write("По вторникам с девяти.")
    maria.press("Добавить")
    vera.page.reload()
    vera.sees("По вторникам с девяти.")
    vera.sees("Ответ направлен")


def rewrites_the_texts(maria: Visitor, vera: Visitor) -> None:
    texts = {"sign_in": "Приём заявок открыт.", "home": "Контролёр придёт в мае.", "help": "Звоните до шести."}
    maria.follow("Информация")
    for slot, text in texts.items():
        maria.page.locator(f"#{slot} [data-command=bold]").wait_for()
        maria.write(text, within=f"#{slot}")
        maria.page.keyboard.press("ControlOrMeta+a")
        maria.page.locator(f"#{slot} [data-command=bold]").click()
        maria.page.locator(f"#{slot}").get_by_role("button", name="Сохранить").click()
        maria.sees("Текст сохранён и уже на сайте")
    vera.follow("Информация")
    expect(vera.main.locator("strong", has_text=texts["home"])).to_be_visible()
    vera.follow("Помощь")
    expect(vera.main.locator("strong", has_text=texts["help"])).to_be_visible()


def changes_the_settings(maria: Visitor, vera: Visitor) -> None:
    link = "Заявки для заполнения вы можете скачать здесь"
    maria.follow("Данные и настройки")
    maria.page.locator("[name=forms_url]").fill("https://example.ru/new-forms")
    maria.page.locator("[name=notice_email]").fill("novoe@gorset.example.ru")
    maria.press("Сохранить изменения")
    maria.sees("Изменения сохранены.")
    vera.follow("Документооборот")
    vera.press("Создать заявку на технологическое присоединение")
    vera.brings_a_filled_form()
    vera.sees(link)
    expect(vera.page.get_by_role("link", name="здесь")).to_have_attribute("href", "https://example.ru/new-forms")
    maria.page.locator("[name=forms_url]").fill("")
    maria.press("Сохранить изменения")
    maria.sees("Изменения сохранены.")
    vera.page.reload()
    expect(vera.page.get_by_role("heading", name="Документы", exact=True)).to_be_visible()
    vera.sees_not(link)


def everybody_sees_only_their_company(lev: Visitor) -> None:
    lev.open("/accounts/login/", "gorset")
    lev.sees("Приём заявок открыт.")
    lev.open("/accounts/login/", "res")
    lev.sees_not("Приём заявок открыт.")
    lev.sign_in("ilyin@example.ru", "res")
    lev.sees_not("Контролёр придёт в мае.")
    lev.open("/help/", "res")
    lev.sees_not("Звоните до шести.")
    lev.open("/cases/", "res")
    lev.sees_not("2001")


def uploads(somebody: Visitor, *papers: Path) -> None:
    somebody.page.locator("#files").set_input_files(papers)
    expect(somebody.page.locator(".file[data-state=done]")).to_have_count(len(papers))
