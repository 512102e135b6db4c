"""The guaranteeing supplier in a browser: chosen by the applicant, told, signs its contract, and is read by both."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.people import ENERGOSBYT, ORLOVA, OTHER_SELLER
from tests.journeys.test_guided import SLOW, begins, goes_on, heading, side, tells_where
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
Paper = Callable[[str], Path]
COTTAGE = "Лугореченск, ул. Сбытовая, д. 7"
NUMBER = "15777"


def test_a_supplier_places_its_contract_and_the_account(visitor: Come, paper: Paper) -> None:
    maria, seller, stranger = visitor(), visitor(), visitor()
    orlova = names_its_supplier(visitor, paper)
    maria.sign_in("admin@gorset.example.ru")
    registers(maria)
    seller.sign_in(ENERGOSBYT.email)
    page = finds_it(seller)
    stranger.sign_in(OTHER_SELLER.email)
    stranger.open("/supplied/?tab=all")
    stranger.sees_not(NUMBER)
    stranger.expects(404)
    assert stranger.open(page).status == 404
    places(seller, paper)
    reads(orlova)
    reads(maria)
    maria.follow("Сроки")
    maria.sees("Разместить договор энергоснабжения")
    row = maria.page.get_by_role("row").filter(has_text=words("Разместить договор энергоснабжения"))
    expect(row.first).to_contain_text(words("исполнен в срок"))


def names_its_supplier(visitor: Come, paper: Paper) -> Visitor:
    """By steps: the supplier stands in the list of the step about the supply."""
    orlova = begins(visitor, ORLOVA.email)
    orlova.chooses("Новое присоединение")
    expect(orlova.page.get_by_text("Только для бытовых нужд").first).to_be_visible(timeout=SLOW)
    orlova.chooses("Да")
    goes_on(orlova, "Где подключаем?")
    tells_where(orlova, COTTAGE)
    goes_on(orlova, "Какая мощность?")
    orlova.page.get_by_label("Максимальная мощность").first.fill("15")
    orlova.chooses("380 В")
    side(orlova, "Физическое лицо, до 15 кВт")
    goes_on(orlova, "Документы")  # a household is led past the choice, and comes back to it by the line of steps
    orlova.follow("Кто будет поставлять энергию?")
    heading(orlova, "Кто будет поставлять энергию?")
    orlova.sees("Здесь работают: АО «Лугореченский энергосбыт»")
    orlova.page.get_by_label("Гарантирующий поставщик или сбытовая организация").fill("Лугореченский энергосбыт")
    goes_on(orlova, "Документы")
    orlova.page.locator("#files").set_input_files([paper("Заявка.docx")])
    expect(orlova.page.locator(".file[data-state=done]")).to_have_count(1, timeout=SLOW)
    goes_on(orlova, "Проверьте заявку")
    orlova.press("Подать всё равно")
    orlova.sees("Заявка подана.")
    return orlova


def registers(maria: Visitor) -> None:
    maria.open("/cases/")
    maria.page.get_by_role("row", name=words(COTTAGE)).get_by_role("link").first.click()
    maria.page.get_by_label("Текущий статус").fill("Заявка на рассмотрении сетевой организацией")
    maria.page.get_by_label("Регистрационный номер").fill(NUMBER)
    maria.press("Сохранить")
    maria.sees("Сохранено.")
    maria.sees("АО «Лугореченский энергосбыт»")


def finds_it(seller: Visitor) -> str:
    seller.finds_letter(ENERGOSBYT.email, "заявка зарегистрирована")
    seller.open("/supplied/")
    seller.breaks_no_rule()
    seller.page.get_by_role("row", name=words(NUMBER)).get_by_role("link").first.click()
    seller.sees("Орлова Анна Андреевна")
    seller.sees_not("112-233")
    seller.breaks_no_rule()
    return seller.page.url.split(f":{seller.site.port}")[1]


def places(seller: Visitor, paper: Paper) -> None:
    seller.follow("Разместить договор")
    seller.page.get_by_label("Лицевой счёт заявителя").fill("700123456")
    seller.page.get_by_label("Банк", exact=True).fill("ПАО «Банк»")
    seller.page.get_by_label("БИК").fill("044525225")
    seller.page.get_by_label("Расчётный счёт").fill("40702810838000000017")
    seller.expects(422)
    seller.press("Перейти к подписанию")
    seller.sees("Приложите файл")
    seller.breaks_no_rule()
    seller.page.locator("#file-paper").set_input_files(paper("Договор энергоснабжения.pdf"))
    seller.press("Перейти к подписанию")
    seller.sees("Подпишите договор")
    seller.breaks_no_rule()
    seller.page.locator("label[for^=read-]").click()
    seller.press("Подписать")
    seller.sees("Договор размещён")
    seller.is_not_cut()


def reads(somebody: Visitor) -> None:
    somebody.open("/cases/")
    somebody.page.get_by_role("row", name=words(COTTAGE)).get_by_role("link").first.click()
    somebody.sees("Договор энергоснабжения.pdf")
    somebody.sees("700123456")
    somebody.breaks_no_rule()
