"""«Счёт» as PDF: what stands on it is read back by programs that know nothing of ours."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from billing.reckoning.kopecks import Taxed
from billing.sheets import code, invoice
from billing.sheets.amount import in_figures, in_words
from billing.sheets.invoice import Bank, InvoiceSheet, Party, SheetLine, SheetPart

ROOT = Path(__file__).parents[2]
SELLER = Party(
    name="Муниципальное унитарное предприятие городского округа Домодедово «Электросеть»", inn="5009000000",
    kpp="500901001", ogrn="1025001275000", address="142000, г. Домодедово, ул. Мира, д. 1", phone="+7 495 000-00-00",
    short_name="МУП «Электросеть»",
)  # fmt: skip
BANK = Bank("40702810938000060473", "ПАО СБЕРБАНК", "044525225", "30101810400000000225")
PERSON = Party("Иванов Иван Иванович", address="г. Домодедово, д. 2", person=("Иванов", "Иван", "Иванович"))
FIRM = Party("ООО «Заря»", "7700000000", "770001001", "1027700000000", "г. Москва", "+7 495 111-11-11")


def line(name: str = "Технологическое присоединение", kopecks: int = 760000, percent: int = 22) -> SheetLine:
    return SheetLine(name, "кВт", Decimal("15.0000"), kopecks, Taxed.of_gross(15 * kopecks, percent))


def sheet(**changes: Any) -> InvoiceSheet:
    whole = InvoiceSheet(
        number="ТП-2026-00001", issued_on=date(2026, 3, 5), pay_until=date(2026, 3, 13), seller=SELLER, bank=BANK,
        payer=PERSON, basis="Заявка № 12-2026 от 01.03.2026", lines=[line()], vat_percent=22,
        purpose="Оплата счёта № ТП-2026-00001 от 05.03.2026. В том числе НДС 22 % — 20 557,38",
    )  # fmt: skip
    return replace(whole, **changes)


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def codes_in(content: bytes) -> list[bytes]:
    page = pypdfium2.PdfDocument(content)[0]
    return [found.bytes for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]


def test_each_field_of_an_invoice_can_be_read_from_its_text():
    read = text_of(
        invoice.pdf(
            sheet(
                payer=FIRM,
                schedule=[
                    SheetPart("Платёж 1 из 2, 15 %", 1710000, 308361, "до 13.03.2026", is_this=True),
                    SheetPart("Платёж 2 из 2, 85 %", 9690000, 1747377, "в течение 10 дней со дня размещения акта"),
                ],
                steps=["Ставка НДС на 05.03.2026: 22 %", "По льготной ставке: 15 кВт × 7 600,00 ₽"],
                concludes_contract=True,
            )
        )
    )

    for told in (
        "Счёт № ТП-2026-00001 от 05.03.2026", "Оплатить до 13.03.2026 включительно",
        SELLER.name, "5009000000", "500901001", "ОГРН 1025001275000", SELLER.address, SELLER.phone,
        BANK.account, BANK.name, BANK.bik, BANK.correspondent_account,
        "ООО «Заря», ИНН 7700000000, КПП 770001001, ОГРН 1027700000000, г. Москва, тел. +7 495 111-11-11",
        "Заявка № 12-2026 от 01.03.2026", "15 кВт", "7 600,00", "93 442,62", "20 557,38", "114 000,00",
        "В том числе НДС 22 %", "Сто четырнадцать тысяч рублей 00 копеек", "Оплата счёта № ТП-2026-00001",
        "Платёж 1 из 2, 15 % — этот счёт", "в течение 10 дней со дня размещения акта", "96 900,00",
        "По льготной ставке: 15 кВт × 7 600,00 ₽", "Оплата счёта означает заключение договора",
        "Счёт выставлен в электронной форме",
    ):  # fmt: skip
        assert told in read


def test_the_code_on_the_paper_equals_the_model_and_is_read_by_another_program():
    made = sheet()

    (read,) = codes_in(invoice.pdf(made))

    assert read == made.code
    fields = dict(pair.split("=", 1) for pair in read.decode().split("|")[1:])
    assert fields == {
        "Name": SELLER.name, "PersonalAcc": BANK.account, "BankName": BANK.name, "BIC": BANK.bik,
        "CorrespAcc": BANK.correspondent_account, "Sum": "11400000", "Purpose": made.purpose, "PayeeINN": SELLER.inn,
        "KPP": SELLER.kpp, "DocNo": "ТП-2026-00001", "DocDate": "05.03.2026",
        "LastName": "Иванов", "FirstName": "Иван", "MiddleName": "Иванович",
    }  # fmt: skip


def test_the_code_is_level_m_and_larger_than_thirty_millimetres_with_a_quiet_zone():
    page = pypdfium2.PdfDocument(invoice.pdf(sheet()))[0]
    scale = 3
    image = page.render(scale=scale).to_pil().convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    corners = (found.position.top_left, found.position.bottom_right)
    side = (corners[1].x - corners[0].x) / scale / 72 * 25.4  # millimetres
    module = (corners[1].x - corners[0].x) / len(code._made(sheet().code or b"").matrix)
    quiet = int(3.5 * module)
    around = image.crop((corners[0].x - quiet, corners[0].y - quiet, corners[1].x + quiet, corners[0].y - int(module)))

    assert found.ec_level == "M"
    assert side >= 30
    assert around.getextrema() == (255, 255)


def test_the_purpose_is_cut_by_nobody_and_codes_of_many_invoices_are_read_back():
    chance = random.Random(5)
    letters = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯабвгдежзиклмнопрстуфхцчшщъыьэюя «»-.,№%0123456789|~"
    for _ in range(12):
        named = "".join(chance.choices(letters, k=chance.randint(5, 60))).strip() or "А"
        purpose = " ".join("".join(chance.choices(letters, k=chance.randint(20, 210))).split()) or "А"
        made = sheet(
            seller=replace(SELLER, name=named), purpose=purpose, lines=[line(kopecks=chance.randint(1, 10**8))]
        )
        content = invoice.pdf(made)

        assert codes_in(content) == [made.code]


def test_details_that_fit_into_no_code_give_an_invoice_with_requisites_in_text():
    made = sheet(bank=replace(BANK, bik=""))

    assert made.code is None
    assert codes_in(invoice.pdf(made)) == []
    assert BANK.account in text_of(invoice.pdf(made))


def test_a_long_name_of_the_seller_gives_way_to_its_short_one_in_the_code():
    made = sheet(seller=replace(SELLER, name="Предприятие " * 20))

    assert b"|Name=" + SELLER.short_name.encode() + b"|" in (made.code or b"")


def test_without_vat_the_ground_is_named():
    made = sheet(vat_percent=0, vat_ground="статья 145 НК РФ", lines=[line(percent=0)], purpose="Оплата счёта. Без НДС")

    read = text_of(invoice.pdf(made))

    assert "Без НДС (статья 145 НК РФ)" in read
    assert "В том числе НДС" not in read


def test_an_invoice_of_many_lines_has_many_pages_and_the_head_on_each():
    content = invoice.pdf(sheet(lines=[line(f"Строка {n} с длинным наименованием работы") for n in range(60)]))
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]
    read = " ".join(" ".join(pages).split())

    assert len(pages) > 2
    assert all("Сумма, ₽" in page for page in pages[:-1])
    assert all(f"Строка {n} " in read for n in range(60))
    assert f"стр. {len(pages)}" in pages[-1]


@pytest.mark.parametrize(
    ("hostile", "printed"),
    [
        ("<b>ООО</b> & <a href='x'>", "<b>ООО</b>&<ahref='x'>"),
        ("О" * 280, "О" * 280),
        ("Имя\x00\x07\nстрока", "Имястрока"),
        ("<para>", "<para>"),
        ("</font>&amp;&#1;", "</font>&amp;&#1;"),
        ("ООО 😀 Я", "ООО□Я"),
    ],
)
def test_words_of_people_are_never_markup(hostile, printed):
    content = invoice.pdf(sheet(payer=Party(hostile), basis=hostile, lines=[line(hostile)], steps=[hostile]))

    assert text_of(content).replace(" ", "").count(printed) == 4


def test_the_same_invoice_gives_the_same_bytes():
    assert invoice.pdf(sheet()) == invoice.pdf(sheet())


def test_sums_in_words():
    assert in_words(1) == "Ноль рублей 01 копейка"
    assert in_words(100) == "Один рубль 00 копеек"
    assert in_words(123456) == "Одна тысяча двести тридцать четыре рубля 56 копеек"
    assert in_words(211_100_12) == "Двести одиннадцать тысяч сто рублей 12 копеек"
    assert in_words(2_000_002_22) == "Два миллиона два рубля 22 копейки"
    assert in_words(10**13).startswith("Сто миллиардов рублей")
    assert in_figures(123456789) == "1\u00a0234\u00a0567,89"


def test_sheets_are_made_without_django():
    command = "import sys; from billing.sheets import invoice, invoice_pages; print('django' in sys.modules)"
    paths = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'platform')!r}]; {command}"
    ran = subprocess.run([sys.executable, "-c", paths], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
