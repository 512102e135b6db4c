"""An operator bills a company: plan, usage, draft, review, issue; the bank's file is imported, and it is paid."""

import re
from collections.abc import Callable
from datetime import date

from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from billing.reckoning.subscription import after, month_of
from billing.subscriptions.demonstration import SELLER
from cabinet.demo.companies import RES
from cabinet.demo.people import OPERATOR
from tests.journeys.visitor import Visitor, words
from ui.words import month as month_words

NAME = "АО «Районные электрические сети»"


def test_an_operator_bills_a_company(visitor: Callable[..., Visitor]) -> None:
    timur, olga = visitor(), visitor()
    last = after(month_of(timezone.localdate()), -1)
    timur.sign_in(OPERATOR[0], company="")
    gives_a_plan(timur, last)
    corrects_usage(timur, last)
    closes(timur, after(last, -1))
    number, owed = issues(timur, last)
    olga.sign_in(RES.email_of(RES.staff[0]), "res")
    sees_it_waiting(olga, number)
    imports_the_statement(timur, number, owed)
    sees_it_paid(olga, number)


def gives_a_plan(timur: Visitor, month: date) -> None:
    timur.follow("Начисления")
    timur.follow(NAME)
    timur.page.locator("[name=plan-edition]").select_option(label="Регион, редакция 1")
    timur.page.locator("[name=plan-since]").fill(month.strftime("%d.%m.%Y"))
    timur.press("Назначить тариф")
    timur.sees("Регион с")


def corrects_usage(timur: Visitor, month: date) -> None:
    timur.page.locator("[name=usage-dimension]").select_option(label="Поданные заявки")
    timur.page.locator("[name=usage-quantity]").fill("2600")
    timur.page.locator("[name=usage-day]").fill(month.strftime("%d.%m.%Y"))
    timur.page.locator("[name=usage-reason]").fill("Перенос из прежней системы")
    timur.press("Записать исправление")
    timur.sees("Исправление записано и учтено")
    timur.follow("Месяц раньше")
    timur.sees("Исправление: Перенос из прежней системы")


def closes(timur: Visitor, month: date) -> None:
    """A month of the trial: nothing to pay, no number."""
    opens_draft(timur, month)
    timur.press("Проверено, закрыть месяц")
    timur.press("Выставить счёт")
    timur.sees("Платить нечего: номера не будет")


def issues(timur: Visitor, month: date) -> tuple[str, str]:
    opens_draft(timur, month)
    timur.press("Проверено, закрыть месяц")
    timur.sees("Поданные заявки сверх тарифа «Регион»")
    timur.press("Выставить счёт")
    heading = timur.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("СК-")
    found = re.search(r"СК-\d{4}-\d{5}", heading.inner_text())
    assert found
    owed = timur.main.locator("dt", has_text=words("К оплате")).locator("xpath=../dd").inner_text()
    return found[0], re.sub(r"[^\d,]", "", owed).replace(",", ".")


def opens_draft(timur: Visitor, month: date) -> None:
    timur.open("/billing/companies/", "")
    timur.follow(NAME)
    bills = timur.page.locator("section[aria-labelledby=bills]")
    bills.get_by_role("link", name=words(month_words(month).replace("\N{NO-BREAK SPACE}", " "))).click()


def sees_it_waiting(olga: Visitor, number: str) -> None:
    olga.follow("Данные и настройки")
    olga.follow("Тариф и счета")
    row = olga.page.get_by_role("row", name=words(number))
    expect(row).to_contain_text("Ждёт оплаты")
    with olga.page.expect_download() as saved:
        row.get_by_role("link", name=words("PDF")).click()
    assert saved.value.suggested_filename.endswith(".pdf")
    olga.breaks_no_rule()


def imports_the_statement(timur: Visitor, number: str, owed: str) -> None:
    content = (
        f"1CClientBankExchange\nВерсияФормата=1.03\nКодировка=UTF-8\nРасчСчет={SELLER['account']}\n"
        f"СекцияДокумент=Платежное поручение\nНомер=512\nДата=01.02.2026\nСумма={owed}\n"
        f"ПлательщикСчет=40702810000000000099\nПлательщик1={NAME}\nПлательщикИНН={RES.inn}\n"
        f"ПолучательСчет={SELLER['account']}\nДатаПоступило=01.02.2026\n"
        f"НазначениеПлатежа=Оплата по счету N {number.replace('-', ' ')}\nКонецДокумента\nКонецФайла\n"
    )
    timur.follow("Платежи")
    file = FilePayload(name="выписка.txt", mimeType="text/plain", buffer=content.encode())
    timur.page.locator("input[type=file]").set_input_files(file)
    timur.press("Загрузить выписку")
    timur.sees(f"Счёт {number} оплачен")
    timur.breaks_no_rule()


def sees_it_paid(olga: Visitor, number: str) -> None:
    olga.open("/settings/plan/", "res")
    expect(olga.page.get_by_role("row", name=words(number))).to_contain_text("Оплачен")
