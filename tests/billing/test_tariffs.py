"""Tariffs are editions with an act behind them: entered, imported, withdrawn, never changed."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from billing.tariffs import errors, services
from billing.tariffs.calculator import reckoned
from billing.tariffs.models import Tariff
from billing.tariffs.queries import tariffs_on
from billing.tariffs.rows import TEMPLATE, read, written
from tenants.models import GridCompany
from tests import world
from tests.billing import made
from tests.moment import NOW
from tests.world import words

HEAD = "код;наименование;единица;ставка, руб.;напряжение, кВ;населённый пункт;категория надёжности\n"
TYPED = {
    "region": "Лугореченская область", "valid_from": "01.01.2026", "valid_until": "31.12.2026",
    "act_title": "Постановление", "act_number": "45-э", "act_date": "20.12.2025", "reduced_kopecks": "7 600,00",
    "social_kopecks": "1180", "inclusive": "on", "table": TEMPLATE,
}  # fmt: skip


def test_the_template_is_read_back_and_written_the_same():
    rows, mistakes = read(TEMPLATE)

    assert mistakes == []
    assert [row.code for row in rows] == ["C1", "C2", "C3", "C5", "C8"]
    assert written(rows) == TEMPLATE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C9;Линия;км;100;;;", "код ставки"),
        (";Линия;км;100;;;", "код ставки"),
        ("C2;;км;100;;;", "наименование"),
        ("C2;Линия;миля;100;;;", "единица"),
        ("C2;Линия;км;-100;;;", "положительное число"),
        ("C2;Линия;км;1e5;;;", "положительное число"),
        ("C2;Линия;км;0;;;", "положительное число"),
        ("C2;Линия;км;100,001;;;", "положительное число"),
        ("C2;Линия;км;100;много;;", "напряжение"),
        ("C2;Линия;км;100;20-6;;", "напряжение"),
        ("C2;Линия;км;100;;хутор;", "населённый пункт"),
        ("C2;Линия;км;100;;;4", "категория надёжности"),
        ("C2;Линия;км;100;;;3;лишнее", "столбцов"),
        ("C2", "наименование"),
    ],
)
def test_each_wrong_line_is_named_with_its_number(line: str, said: str):
    rows, mistakes = read(f"{HEAD}C1;Организация;присоединение;19745;;;\n{line}\n")

    assert len(rows) == 1
    assert {mistake.line for mistake in mistakes} == {3}
    assert any(said in mistake.sentence for mistake in mistakes)


def test_all_mistakes_are_told_at_once_and_the_same_rate_twice_is_one():
    rows, mistakes = read("C1;Орг;присоединение;1\nС1;Орг;присоединение;2\nX;;;\n")

    assert len(rows) == 1
    assert [mistake.line for mistake in mistakes] == [2, 3, 3, 3, 3]
    assert "уже есть в строке 1" in mistakes[0].sentence


def test_tabs_cyrillic_codes_and_ranges_are_taken():
    rows, mistakes = read("С3.1\tКабель\tкм.\t1 234,56\t6–20\tГород\t2\n")

    assert mistakes == []
    assert (rows[0].code, rows[0].kopecks, rows[0].voltage, rows[0].settlement) == ("C3.1", 123456, "6-20", "urban")
    assert rows[0].fits_voltage(Decimal(10))
    assert not rows[0].fits_voltage(Decimal("0.4"))


def test_220_volts_are_a_phase_of_a_line_of_380():
    rows, _mistakes = read("C2;Линия;км;1;0,4\n")
    assert rows[0].fits_voltage(Decimal("0.22"))


def test_an_administrator_enters_one_with_its_act(administrator_client: Client):
    act = SimpleUploadedFile("акт.pdf", world.PDF, "application/pdf")
    wrong = administrator_client.post(
        reverse("tariff_new"), {**TYPED, "table": "X;;;", "act": act, "key": str(uuid.uuid4())}
    )
    assert wrong.status_code == 422
    assert "Строка 1: код ставки" in words(wrong)
    assert "Приложен акт.pdf" in words(wrong)

    done = administrator_client.post(reverse("tariff_new"), {**TYPED, "key": str(uuid.uuid4())})

    tariff = Tariff.objects.get()
    assert done["Location"] == tariff.get_absolute_url()
    assert (tariff.reduced_kopecks, tariff.social_kopecks, len(tariff.rows)) == (760000, 118000, 5)
    assert tariff.act is not None  # the file that waited while the form was refused
    page = words(administrator_client.get(done["Location"]))
    assert "Постановление от 20.12.2025 № 45-э" in page
    assert "1 173 735,44" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"region": ""}, "Введите регион"),
        ({"valid_until": "31.12.2025"}, "не может быть раньше первого"),
        ({"act_number": ""}, "Введите номер акта"),
        ({"reduced_kopecks": "семь тысяч"}, "рубли и копейки"),
        ({"reduced_kopecks": "-5"}, "рубли и копейки"),
        ({"table": "", "reduced_kopecks": "", "social_kopecks": ""}, "ни одной ставки"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    administrator_client: Client, changes: dict[str, str], said: str
):
    answer = administrator_client.post(reverse("tariff_new"), {**TYPED, **changes, "key": str(uuid.uuid4())})

    assert answer.status_code == 422
    assert said in words(answer)
    assert "Лугореченская область" in words(answer) or changes.get("region") == ""
    assert Tariff.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "windows-1251"])
def test_a_file_takes_the_place_of_what_was_typed(administrator_client: Client, encoding: str):
    content = f"{HEAD}C1;Организация;присоединение;19 745,00;;;\n".encode(encoding)
    file = SimpleUploadedFile("ставки.csv", content, "text/csv")

    administrator_client.post(reverse("tariff_new"), {**TYPED, "file": file, "key": str(uuid.uuid4())})

    assert [row.kopecks for row in Tariff.objects.get().rows] == [1974500]


def test_a_file_that_is_no_table_is_refused(administrator_client: Client):
    file = SimpleUploadedFile("ставки.xlsx", b"PK\x03\x04\x00\x98\xff" * 20, "text/csv")

    answer = administrator_client.post(reverse("tariff_new"), {**TYPED, "file": file, "key": str(uuid.uuid4())})

    assert answer.status_code == 422
    assert "Это не CSV" in words(answer)


def test_the_template_can_be_downloaded(administrator_client: Client):
    answer = administrator_client.get(reverse("tariff_template"))
    assert answer.content.decode("utf-8-sig") == TEMPLATE


def test_the_edition_of_the_day_holds_and_the_newer_of_two_wins(administrator: User):
    made.tariff(administrator, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31), reduced_kopecks=500000)
    made.tariff(administrator)
    mended = made.tariff(administrator, region="лугореченская область", reduced_kopecks=770000)
    other = made.tariff(administrator, region="Соседний край")

    assert tariffs_on(date(2024, 6, 1)) == []
    assert [tariff.reduced_kopecks for tariff in tariffs_on(date(2025, 12, 31))] == [500000]
    assert {tariff.pk for tariff in tariffs_on(date(2026, 1, 1))} == {mended.pk, other.pk}
    services.withdraw(mended, reason="Опечатка в ставке", by=administrator, now=NOW)
    assert [tariff.reduced_kopecks for tariff in tariffs_on(date(2026, 5, 1))] == [760000, 760000]


def test_it_is_kept_by_the_database_and_withdrawn_once_with_a_reason(administrator: User):
    tariff = made.tariff(administrator)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Tariff.objects.filter(pk=tariff.pk).update(reduced_kopecks=1)
    with pytest.raises(errors.ReasonNeeded):
        services.withdraw(tariff, reason=" ", by=administrator, now=NOW)
    services.withdraw(tariff, reason="Опечатка", by=administrator, now=NOW)
    with pytest.raises(errors.TariffWithdrawn):
        services.withdraw(tariff, reason="Опечатка", by=administrator, now=NOW)


def test_only_rates_of_its_voltage_settlement_and_category_are_counted(administrator: User):
    table = (
        "C1;Орг;присоединение;100\nC3;Село;км;1000;0,4;село\nC3;Город;км;2000;0,4;город\nC3;Высокое;км;4000;6-20\n"
        "C4;Секционирование;шт;50;;;2\n"
    )
    tariff = made.tariff(administrator, table=table)
    answers = {
        "legal_form": "organisation", "power": Decimal(100), "reliability": "3", "sources": "1", "voltage": "0_4",
        "settlement": "country", "metres": None,
    }  # fmt: skip
    everything = {row.place: Decimal("1.5") for row in tariff.rows if row.unit != "connection"}

    price = reckoned(tariff, answers, everything, signed_on=date(2026, 3, 1), regime="none").price

    assert [(line.code, line.sum.gross) for line in price.lines] == [("C1", 10000), ("C3", 150000)]


def test_anybody_reckons_an_approximate_price_step_by_step(browser: Client, administrator: User):
    assert "Тарифа на сегодня здесь пока нет" in words(browser.get(reverse("price")))
    made.tariff(administrator)
    asked = {
        "legal_form": "person", "power": "15", "voltage": "0_4", "reliability": "3", "sources": "1",
        "settlement": "country", "metres": "300", "tariff": str(Tariff.objects.get().pk), "social": "veterans",
    }  # fmt: skip

    page = words(browser.get(reverse("price"), asked))

    assert "Примерно 17 700,00 ₽" in page
    assert "По ставке льготной категории: 15 кВт × 1 180,00 ₽ = 17 700,00 ₽" in page
    assert "По стандартизированным ставкам: 24 088,90 ₽" in page
    far = words(browser.get(reverse("price"), {**asked, "metres": "501"}))
    assert "Примерно 24 088,90 ₽" in far
    assert "до сетей 501 м" in far
    refused = browser.get(reverse("price"), {**asked, "power": "много"})
    assert refused.status_code == 422
    assert "Введите мощность числом" in words(refused)


def test_a_heat_company_has_no_such_calculator(other_browser: Client):
    assert other_browser.get(reverse("price")).status_code == 404


def test_a_specialist_reads_tariffs_and_enters_none(
    specialist: User, administrator: User, company: GridCompany, signed_in: Callable[..., Client]
):
    tariff = made.tariff(administrator)
    specialist_client = signed_in(specialist, company)

    assert specialist_client.get(tariff.get_absolute_url()).status_code == 200
    assert specialist_client.get(reverse("tariff_new")).status_code == 404
    assert specialist_client.get(reverse("tariff_withdrawal", args=[tariff.pk])).status_code == 404
