"""Staff reckon and issue an invoice in a browser; the applicant sees it, copies requisites and says that it is paid."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cabinet.demo.people import ORLOVA
from tests.journeys.tour import ADMINISTRATOR
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
BATHHOUSE = "1563"  # 25.5 kW: a contract that both sides sign, so the invoice goes by itself


def test_from_the_reckoning_to_the_word_that_it_is_paid(visitor: Come, paper: Callable[[str], Path]) -> None:
    maria, orlova = visitor(), visitor()
    maria.sign_in(ADMINISTRATOR)
    orlova.sign_in(ORLOVA.email)

    number = issues(maria)

    orlova.open("/invoices/")
    orlova.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    orlova.sees("Реквизиты для оплаты")
    orlova.sees("Двадцать четыре тысячи восемьдесят восемь рублей 90 копеек")
    expect(orlova.page.locator("svg.payment-code")).to_be_visible()
    orlova.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    orlova.page.get_by_role("button", name=re.compile(r"Скопировать\s*:\s*Назначение\s+платежа")).click()
    orlova.sees("Скопировано")
    assert number in orlova.page.evaluate("navigator.clipboard.readText()")
    orlova.breaks_no_rule()
    orlova.is_not_cut()

    orlova.follow("Я оплатил")
    orlova.page.get_by_label("Когда вы оплатили").fill("31.12.2099")
    orlova.page.locator("#order").set_input_files([paper("Поручение.pdf")])
    orlova.expects(422)
    orlova.press("Сообщить об оплате")
    orlova.sees("ещё не наступил")
    orlova.sees("Приложен Поручение.pdf")
    orlova.page.get_by_label("Когда вы оплатили").fill("")
    orlova.press("Сообщить об оплате")
    orlova.sees("Сообщили сетевой организации")
    orlova.sees("Выставлен")

    maria.open("/cases/")
    maria.page.get_by_role("row", name=words(BATHHOUSE)).get_by_role("link").first.click()
    maria.sees(f"Счёт № {number} оплачен.")


def issues(maria: Visitor) -> str:
    maria.open("/cases/")
    maria.page.get_by_role("row", name=words(BATHHOUSE)).get_by_role("link").first.click()
    maria.follow("Рассчитать и выставить счёт")
    assert maria.page.get_by_label("Мощность, которую подключают").input_value() == "25,5"
    maria.chooses("Своими долями")
    maria.page.get_by_label("Свои доли").fill("15, 50")
    maria.expects(422)
    maria.press("Рассчитать")
    maria.sees("Доли вместе составляют 65 %")
    maria.breaks_no_rule()
    maria.chooses("Сразу всё")
    maria.press("Рассчитать")
    maria.sees("К оплате 24 088,90 ₽")
    maria.sees("Льготная ставка не применяется")
    maria.breaks_no_rule()
    maria.is_not_cut()
    maria.press("Выставить счёт")
    maria.sees("Файл готовится")
    heading = maria.page.get_by_role("heading", level=1).inner_text()
    maria.breaks_no_rule()
    for _ in range(60):
        maria.page.wait_for_timeout(500)
        maria.page.reload()
        if maria.page.get_by_role("link", name=words("Скачать счёт")).count():
            break
    maria.sees("Скачать счёт")
    return heading.replace("\u00a0", " ").split("№ ")[1].split()[0]
