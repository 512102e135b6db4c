"""A refusal, both sides: filed, refused after a look, read by the applicant, begun anew; without scripts too."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cabinet.demo.companies import GORSET
from cabinet.demo.people import ZADONSKY
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
CLERK = GORSET.email_of(GORSET.staff[-1])
WHY = "В выписке другой кадастровый номер, приложите выписку на свой участок."


def opens_the_case(somebody: Visitor, place: str, query: str = "") -> None:
    somebody.open(f"/cases/{query}")
    somebody.page.get_by_role("row", name=words(place)).get_by_role("link").first.click()


def files(applicant: Visitor, what: str, place: str, paper: Path) -> None:
    applicant.sign_in(ZADONSKY.email)
    applicant.open("/cases/")
    applicant.press("Создать заявку на технологическое присоединение")
    applicant.brings_a_filled_form()
    applicant.chooses(what)
    applicant.page.get_by_label("Адрес объекта").fill(place)
    applicant.page.get_by_label("Максимальная мощность").fill("15")
    applicant.page.locator("#files").set_input_files(paper)
    by_hand = applicant.page.get_by_role("button", name="Добавить выбранные файлы")
    if by_hand.is_visible():  # no script sends the file
        by_hand.click()
        expect(applicant.page.locator(".file")).to_have_count(1)
    else:
        expect(applicant.page.locator(".file[data-state=done]")).to_have_count(1)
        expect(applicant.page.locator("[data-saved]")).to_have_text(re.compile(r"^Сохранено \d\d:\d\d$"))
    applicant.press("Подать заявку")
    applicant.sees("Заявка подана.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_refusal_is_looked_at_sent_read_and_begun_anew(
    visitor: Come, paper: Callable[[str], Path], scripts: bool
) -> None:
    place = f"Лугореченск, рыночная площадь, ряд {1 + scripts}"
    ilya, clerk = visitor(java_script_enabled=scripts), visitor(java_script_enabled=scripts)
    files(ilya, "Новое присоединение", place, paper("Заявка.pdf"))

    clerk.sign_in(CLERK)
    opens_the_case(clerk, place)
    clerk.expects(422)
    clerk.page.get_by_label("Текущий статус").fill("Отказано")
    clerk.press("Сохранить")
    clerk.sees("Отказ оформляют отдельно")
    clerk.main.get_by_role("link", name="Отказать", exact=True).click()
    if scripts:
        clerk.breaks_no_rule()
        clerk.is_not_cut()
    clerk.sees("Для этой заявки нельзя выбрать")
    clerk.press("Посмотреть перед отправкой")
    clerk.sees("Напишите объяснение")
    clerk.chooses("Сведения недостоверны")
    clerk.page.get_by_label("Объяснение").fill("Не тот участок")
    clerk.press("Посмотреть перед отправкой")
    clerk.sees("Ничего ещё не отправлено")
    clerk.press("Изменить")
    expect(clerk.page.locator("[name=reason][value=untrue]")).to_be_checked()
    clerk.page.get_by_label("Объяснение").fill(WHY)
    clerk.press("Посмотреть перед отправкой")
    clerk.sees(WHY)
    if scripts:
        clerk.breaks_no_rule()
        clerk.is_not_cut()
    clerk.main.get_by_role("button", name="Отказать").click()
    clerk.sees("Отказано.")

    opens_the_case(ilya, place, "?tab=archive")
    ilya.sees("Сведения недостоверны")
    ilya.sees(WHY)
    ilya.sees("Федеральной антимонопольной службы")
    if scripts:
        ilya.breaks_no_rule()
        ilya.is_not_cut()
    gets_the_document(ilya)
    ilya.press("Создать исправленную заявку")
    ilya.sees("Проверьте их.")
    ilya.open("/cases/?tab=drafts")
    expect(ilya.page.get_by_role("row", name=words(place))).to_be_visible()


def gets_the_document(ilya: Visitor) -> None:
    """The worker makes it, which may take it a moment."""
    document = ilya.page.locator("#decided").get_by_role("link", name="Мотивированный отказ")
    for _ in range(120):
        if document.is_visible():
            break
        ilya.page.wait_for_timeout(500)
        ilya.page.reload()
    expect(document).to_be_visible()


def test_an_annulment_is_proposed_confirmed_and_undone(visitor: Come, paper: Callable[[str], Path]) -> None:
    place = "Лугореченск, рыночная площадь, ряд 9"
    ilya, clerk = visitor(), visitor()
    files(ilya, "Временное присоединение", place, paper("Заявка.pdf"))
    clerk.sign_in(CLERK)
    opens_the_case(clerk, place)
    clerk.page.get_by_label("Текущий статус").fill("Подготовка оферты договора")
    clerk.press("Сохранить")
    clerk.sees("Сохранено.")
    clerk.page.get_by_label("Текущий статус").fill("Ожидает оплаты")
    clerk.press("Сохранить")
    clerk.sees("Сохранено.")

    clerk.follow("Предложить аннулировать")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.page.get_by_label("Что проверено").fill("Оплаты нет в выписке банка")
    clerk.press("Предложить")
    clerk.sees("Аннулировать?")
    clerk.sees("Оплаты нет в выписке банка")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.press("Посмотреть перед отправкой")
    clerk.sees("Счёт не оплачен в срок")
    clerk.sees_not("Оплаты нет в выписке банка")
    clerk.main.get_by_role("button", name="Аннулировать").click()
    clerk.sees("Аннулировано.")

    opens_the_case(ilya, place, "?tab=archive")
    ilya.sees("Счёт не оплачен в срок")

    clerk.follow("Отменить решение")
    clerk.breaks_no_rule()
    clerk.page.get_by_label("Причина отмены").fill("Оплата пришла вчера")
    clerk.press("Отменить решение")
    clerk.sees("Решение отменено")
    opens_the_case(ilya, place)
    ilya.sees("Оплата пришла вчера")
