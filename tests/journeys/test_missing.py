"""Documents are missing: the clerk asks by a list, the applicant fills the slots, the clerk looks at each."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.companies import GORSET
from cabinet.demo.people import BAKERY
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
PLACE = "Заводская, д. 22, стр. 3"  # its number is changed by another journey


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
    plan = clerk.page.get_by_label("План расположения энергопринимающих устройств").first
    expect(plan).to_be_checked()  # required and not attached
    for box in clerk.page.locator("[name=documents]:checked").all():
        box.uncheck(force=True)
    plan.check(force=True)
    clerk.page.locator("[name='remark-План расположения энергопринимающих устройств']").fill("скан нечитаем")
    clerk.page.get_by_label("Какие сведения нужны").fill("Сколько печей?\nКогда пуск?")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.press("Запросить")
    clerk.sees("Запрос отправлен.")
    clerk.sees("Запрошено у заявителя")

    bakery.sign_in(BAKERY.email)
    opens_the_case(bakery)
    bakery.sees("Чего не хватает")
    bakery.sees("скан нечитаем")
    bakery.breaks_no_rule()
    bakery.is_not_cut()
    slot = bakery.page.locator("#missing input[type=file]").first
    slot.set_input_files([paper("скан 17.pdf"), paper("лишний.pdf")])
    expect(bakery.page.locator("#missing").get_by_text(words("Добавлен, ещё не отправлен"))).to_have_count(2)
    bakery.page.get_by_role("button", name="Убрать лишний.pdf").click()
    expect(bakery.page.get_by_role("button", name="Убрать лишний.pdf")).to_have_count(0)
    bakery.page.get_by_label("Сколько печей?").fill("Две печи.")
    opens_the_case(clerk, "?tab=waiting")
    clerk.sees_not("скан 17.pdf")
    bakery.expects(422)
    bakery.press("Отправить недостающее")
    bakery.sees("заполнено не всё")
    bakery.breaks_no_rule()
    bakery.page.get_by_label("Когда пуск?").fill("В мае.")
    bakery.press("Отправить недостающее")
    bakery.sees("Отправлено.")
    bakery.sees_not("Требуется действие")

    opens_the_case(clerk, "?tab=ours")
    clerk.sees("Две печи.")
    clerk.sees("скан 17.pdf")
    clerk.page.get_by_label("Запросить снова").first.check(force=True)
    clerk.page.get_by_label("Что не так").first.fill("не тот участок")
    for choice in clerk.page.get_by_label("Принято").all()[1:]:
        choice.check(force=True)
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.press("Сохранить решение")
    clerk.sees("Запрошено снова")

    opens_the_case(bakery)
    bakery.sees("не тот участок")
    bakery.sees("принято")
    bakery.page.locator("#missing input[type=file]").first.set_input_files(paper("план 2.pdf"))
    bakery.sees("Добавлен, ещё не отправлен")
    bakery.press("Отправить недостающее")
    bakery.sees("Недостающее отправлено")

    opens_the_case(clerk, "?tab=ours")
    clerk.page.get_by_label("Принято").first.check(force=True)
    clerk.press("Сохранить решение")
    clerk.sees("приняты")
    clerk.follow("Обращения")
    assert clerk.page.url.partition("#")[0].endswith("/cases/?tab=ours")
