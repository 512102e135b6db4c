"""Signing in a browser: both kinds of signature, and everything that goes wrong with the plug-in."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cabinet.demo.companies import GORSET
from cabinet.demo.people import ABDURAKHMANOV, BAKERY, ORLOVA
from tests.journeys.tour import SIGNER
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
FAILURES: list[tuple[dict[str, object], str]] = [
    (
        {"absent": "Плагин недоступен"},
        "Важно! Для подписи документа необходимо установить КриптоПро ЭЦП Browser plug-in",
    ),
    ({"absent": "Истекло время ожидания загрузки плагина"}, "КриптоПро ЭЦП Browser plug-in не отвечает"),
    ({"fail": {"step": "CSPVersion", "message": "no provider"}}, "установлен КриптоПро CSP"),
    ({"isEmpty": True}, "Не найдено ни одного сертификата"),
    ({"fail": {"step": "Open", "message": "denied (0x80070005)"}}, "Вы не разрешили сайту доступ к сертификатам"),
]
REFUSALS = [
    ("(0x8010006E)", "Подписание отменено"),
    ("(0x8010006B)", "Неверный пин-код"),
    ("(0x8010006C)", "Пин-код носителя заблокирован"),
    ("(0x8010002E)", "Носитель с ключом не подключён"),
    ("(0x80090010)", "Срок действия закрытого ключа истёк"),
    ("(0x8007065B)", "Истекла лицензия КриптоПро CSP"),
    ("(0x80070057)", "Хэш документа не подходит к этому сертификату"),
    ("(0x800B010A)", "Компьютер не доверяет сертификату"),
    ("(0x800B010C)", "Сертификат отозван"),
    ("something new", "Не удалось подписать документ"),
]


def plays(somebody: Visitor, role: dict[str, object]) -> None:
    """The stand-in of the plug-in behaves so from the next page on."""
    somebody.page.add_init_script(f"window.standIn = {json.dumps(role)}")


def has_read(somebody: Visitor) -> None:
    """«Я ознакомился»."""
    somebody.page.locator("label[for^=read-]").click()
    expect(somebody.page.locator("[data-read]")).to_be_checked()


def opens_first_to_sign(somebody: Visitor) -> None:
    somebody.open("/signatures/")
    somebody.follow("Подписать отдельно")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(words("Подпишите документ"))


def adds_a_contract(somebody: Visitor, file: Path, *, number: str) -> None:
    """«Добавить документ» with both signatures, in the case of that number."""
    somebody.open("/cases/")
    somebody.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    somebody.follow("Добавить документ")
    somebody.page.locator("#files").set_input_files(file)
    expect(somebody.page.locator(".file[data-state=done]")).to_have_count(1)
    somebody.page.get_by_text(words("Необходима двухсторонняя электронная подпись")).click()
    somebody.press("Добавить")
    somebody.sees("Ожидается подписание документа со стороны ООО «Горсеть»")


@pytest.fixture
def signer(visitor: Come) -> Visitor:
    """Of the company, at «На подпись»."""
    somebody = visitor()
    somebody.sign_in(SIGNER)
    return somebody


def test_what_is_missing_on_the_computer_is_named(signer: Visitor) -> None:
    for role, said in FAILURES:
        with signer.another_tab():
            plays(signer, role)
            opens_first_to_sign(signer)
            signer.sees(said)
            expect(signer.page.get_by_role("button", name="Проверить ещё раз")).to_be_visible()
            expect(signer.page.locator("[data-sign]")).to_be_hidden()
            signer.open("/signatures/setup/")
            signer.sees(said)


def test_what_went_wrong_is_said_and_the_document_can_be_signed_again(signer: Visitor) -> None:
    for message, said in REFUSALS:
        with signer.another_tab():
            plays(signer, {"fail": {"step": "SignHash", "message": message}})
            opens_first_to_sign(signer)
            has_read(signer)
            signer.press("Подписать")
            signer.sees(said)
            expect(signer.page.get_by_role("button", name="Повторить")).to_be_enabled()


def test_unsuitable_certificates_are_grey_and_say_why(signer: Visitor) -> None:
    opens_first_to_sign(signer)

    options = signer.page.locator("[data-options] .choice")
    expect(options).to_have_count(3)
    expect(options.nth(0).get_by_role("radio")).to_be_checked()
    for number in (1, 2):
        expect(options.nth(number).get_by_role("radio")).to_be_disabled()
    signer.sees("Срок действия сертификата истёк")
    signer.sees("Выберите сертификат своей организации или приложите МЧД")
    signer.breaks_no_rule()
    signer.is_not_cut()


def test_the_workplace_checks_itself(signer: Visitor) -> None:
    signer.open("/signatures/setup/")

    signer.sees("Установлен, версия 2.0.15000")
    signer.sees("Найдено подходящих: 1")
    signer.press("Создать пробную подпись")
    signer.sees("Подпись создана: рабочее место готово")
    signer.breaks_no_rule()


def test_two_documents_are_signed_in_one_go_and_only_what_failed_again(visitor: Come) -> None:
    bakery = visitor()
    bakery.sign_in(BAKERY.email)
    bakery.sees("Подпишите документы: 2")
    bakery.open("/signatures/")
    bakery.breaks_no_rule()
    bakery.is_not_cut()
    bakery.expects(503)
    broken = bakery.page.locator("[data-document]").last.get_attribute("data-url")
    refusal = {"error": "Файлы сейчас недоступны."}
    bakery.page.route(f"**{broken}", lambda route: route.fulfill(status=503, json=refusal))
    bakery.press("Подписать")
    bakery.sees("Отметьте документы, которые нужно подписать")
    for box in bakery.page.locator("[data-document] [name=document]").all():
        box.check(force=True)
    bakery.press("Подписать")
    bakery.sees("отметьте, что ознакомились с ними")
    has_read(bakery)
    bakery.press("Подписать")

    bakery.sees("Подписано документов: 1. Не подписано: 1.")
    expect(bakery.page.locator("[data-document]")).to_have_count(1)  # what is signed has gone
    bakery.sees("Файлы сейчас недоступны.")
    bakery.page.unroute(f"**{broken}")
    bakery.press("Повторить")
    bakery.sees("Подписано документов: 1. Больше подписывать нечего.")
    bakery.open("/signatures/")
    bakery.sees("Нет документов на подпись")
    bakery.open("/signatures/?tab=ended")
    bakery.sees("Договор № 1555.pdf")


def test_a_contract_from_the_button_to_both_signatures(
    visitor: Come, signer: Visitor, paper: Callable[[str], Path]
) -> None:
    clerk, orlova = visitor(), visitor(accept_downloads=True)
    clerk.sign_in(GORSET.email_of(GORSET.staff[-1]))
    adds_a_contract(clerk, paper("Договор на баню.pdf"), number="1563")
    orlova.sign_in(ORLOVA.email)
    orlova.open("/cases/")
    orlova.page.get_by_role("row", name=words("1563")).get_by_role("link").first.click()
    orlova.sees_not("Договор на баню.pdf")

    signer.open("/signatures/")
    signer.page.get_by_role("listitem").filter(has_text="Договор на баню.pdf").get_by_role(
        "link", name=words("Подписать отдельно")
    ).click()
    has_read(signer)
    signer.press("Подписать")
    signer.sees("Подписано со стороны ООО «Горсеть»")

    orlova.page.reload()
    document = orlova.page.locator(".doc").filter(has_text="Договор на баню.pdf")
    expect(document.get_by_text(words("Ожидается подписание документа со стороны заявителя"))).to_be_visible()
    document.get_by_role("link", name=words("Подписать")).click()
    orlova.page.get_by_text(words("Я ознакомился с документом")).click()
    orlova.breaks_no_rule()
    orlova.press("Подписать")
    orlova.page.get_by_label("Код", exact=True).fill(orlova.reads_code(ORLOVA.newcomer().phone))
    orlova.press("Подтвердить")

    document = orlova.page.locator(".doc").filter(has_text="Договор на баню.pdf")
    expect(document.get_by_text(words("Подписано со стороны заявителя"))).to_be_visible()
    expect(document.get_by_text(words("Подпись верна. Документ не изменён"))).to_be_visible()
    expect(document.get_by_text("Тестовая подпись").first).to_be_visible()
    with orlova.page.expect_download() as download:
        document.get_by_role("link", name=words("Скачать подпись")).first.click()
    assert download.value.suggested_filename == "Договор на баню.pdf.организация.sig"


def test_a_person_signs_a_paper_of_their_own_without_scripts(visitor: Come) -> None:
    arriving = visitor()
    arriving.sign_in(ABDURAKHMANOV.email)
    # (After many sign-ins from one address a browser has to prove some work, which needs scripts.)
    shamil = visitor(java_script_enabled=False, storage_state=arriving.context.storage_state())
    shamil.open("/cases/")
    shamil.page.get_by_role("row", name=words("Большие Нововоскресенки")).get_by_role("link").first.click()
    shamil.page.get_by_role("link", name=words("Подписать документ")).first.click()
    shamil.expects(422)
    shamil.press("Получить код и подписать")
    shamil.sees("Откройте документ и отметьте, что ознакомились с ним")
    shamil.page.locator("[name=read]").check(force=True)
    shamil.press("Получить код и подписать")
    shamil.sees("отправлено СМС-сообщение с кодом")
    shamil.page.locator("[name=code]").fill("000000")
    shamil.press("Подтвердить")
    shamil.sees("Неверный код. Осталось попыток: 4")
    shamil.page.locator("[name=code]").fill(shamil.reads_code(ABDURAKHMANOV.newcomer().phone))
    shamil.press("Подтвердить")

    shamil.sees("Документ подписан. Протокол и подпись можно скачать в карточке.")
    shamil.sees("Подписано со стороны заявителя")
