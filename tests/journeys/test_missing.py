"""Documents are missing: the clerk asks by a list, the applicant answers from it, and the case comes back by itself."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.companies import GORSET
from cabinet.demo.people import BAKERY
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
PLACE = "1584"


def opens_the_case(somebody: Visitor, query: str = "") -> None:
    somebody.open(f"/cases/{query}")
    somebody.page.get_by_role("row", name=words(PLACE)).get_by_role("link").first.click()


def test_what_is_missing_is_asked_supplied_and_comes_back(visitor: Come, paper: Callable[[str], Path]) -> None:
    clerk, bakery = visitor(), visitor()
    clerk.sign_in(GORSET.email_of(GORSET.staff[-1]))
    opens_the_case(clerk)
    clerk.expects(422)
    clerk.page.get_by_label("Текущий статус").fill("Запрос отсутствующих документов или сведений")
    clerk.press("Сохранить")
    clerk.sees("укажите, чего не хватает")
    clerk.page.get_by_label("План расположения энергопринимающих устройств").check(force=True)
    clerk.page.get_by_label("Какие сведения нужны").fill("Сколько печей?")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.press("Запросить")
    clerk.sees("Запрос отправлен.")
    clerk.sees("Запрошено у заявителя")

    bakery.sign_in(BAKERY.email)
    opens_the_case(bakery)
    bakery.sees("Чего не хватает")
    bakery.breaks_no_rule()
    bakery.is_not_cut()
    bakery.page.locator("#missing").get_by_role("link").first.click()
    bakery.page.locator("#files").set_input_files(paper("скан 17.pdf"))
    title = bakery.page.locator("[name^=title-]")
    expect(title).to_have_value("План расположения энергопринимающих устройств")
    bakery.press("Добавить")
    bakery.sees("добавлено")
    bakery.sees("Требуется действие")
    bakery.follow("Ответить")
    bakery.write("Две печи.")
    bakery.press("Добавить")
    bakery.sees("ответ на запрос получен")
    bakery.sees_not("Требуется действие")

    opens_the_case(clerk, "?tab=ours")
    clerk.sees("Две печи.")
    clerk.follow("Обращения")
    assert clerk.page.url.partition("#")[0].endswith("/cases/?tab=ours")
