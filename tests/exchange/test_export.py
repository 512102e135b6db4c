"""«Выгрузка данных»: what leaves, how it looks, who may take it, and what the journal says of it."""

import io
import json
import tracemalloc
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from accounts.models import User
from audit.models import Record
from billing.payments import services as payments
from cabinet.applications.models import Application
from cabinet.cases.models import Case, Entry
from cabinet.exchange import sheet
from cabinet.exchange.registry import Book, Column, Row, books
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.world import words

DAY = {"since": "13.03.2026", "until": "13.03.2026"}  # of NOW
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = [
    '=HYPERLINK("http://evil")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "https://evil.example",
    "{=1}",
    "x\x00y\x1b[2J",
]


def taken(client: Client, book: str, format: str = "jsonl", **asked: str) -> bytes:
    answer: Any = client.post("/exchange/", {"book": book, "format": format, **DAY, **asked})
    assert answer.status_code == 200, words(answer)
    assert answer["Content-Disposition"].startswith("attachment")
    content: bytes = b"".join(answer.streaming_content)
    return content


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def rows(content: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the only sheet: type and text, as they stand in XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        assert not [
            name for name in archive.namelist() if "sharedStrings" in name and archive.getinfo(name).file_size > 2000
        ]
    assert not list(tree.iter(f"{SHEET}f", f"{SHEET}hyperlink"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{SHEET}c")]
        for row in tree.iter(f"{SHEET}row")
    ]


@pytest.mark.usefixtures("here")
def test_an_application_leaves_with_its_answers_and_its_applicant(
    administrators: Client, applicant: User, company: GridCompany
) -> None:
    case = world.application(applicant)
    world.draft(applicant)
    world.enquiry(applicant)

    [row] = lines(taken(administrators, "applications"))

    assert (row["id"], row["number"], row["applicant"]) == (case.pk, case.number, "Орлова Анна Андреевна")
    assert row["submitted_at"] == "2026-03-13T14:05:00+03:00"
    assert (row["purpose"], row["address"], row["max_power"], row["power_unit"]) == (
        "Жилой дом", "Лугореченск, ул. Салимжанова, 1", "15", "кВт",
    )  # fmt: skip
    assert row["link"] == f"http://{company.host}/cases/{case.pk}/"
    head, body = rows(taken(administrators, "applications", "xlsx"))
    assert [text for _, text in head] == [column.title for column in books()[0].columns]
    assert ("inlineStr", "Лугореченск, ул. Салимжанова, 1") in body
    assert ("n", "15") in body


@pytest.mark.usefixtures("here")
def test_every_book_leaves_in_both_formats(administrators: Client, applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    shown = world.with_pictures(case)
    payments.record_by_hand(
        None, number="45", received_on=date(2026, 3, 13), kopecks=1_200_050, payer="ООО «Ромашка»", purpose="Аванс",
        by=administrator, key=uuid.uuid4(), now=NOW,
    )  # fmt: skip
    placed = shown.placed_at
    assert placed is not None
    span = {"since": "01.01.2024", "until": f"{placed + timedelta(days=1):%d.%m.%Y}"}

    told = {book.code: lines(taken(administrators, book.code, **span)) for book in books()}

    assert set(told) == {"applications", "applicants", "documents", "payments"}
    for book in books():
        assert told[book.code], book.code
        assert list(told[book.code][0]) == [column.code for column in book.columns]
        assert len(rows(taken(administrators, book.code, "xlsx", **span))) == len(told[book.code]) + 1
    [payment] = told["payments"]
    assert (payment["amount"], payment["received_on"], payment["payer"]) == ("12000.50", "2026-03-13", "ООО «Ромашка»")
    [file] = [one for one in told["documents"] if one["id"] == shown.pk]
    assert shown.document is not None
    assert (file["sha256"], file["case_id"], file["from"]) == (shown.document.sha256, case.pk, "заявитель")
    [person] = [one for one in told["applicants"] if one["id"] == case.applicant.pk]
    assert (person["snils"], person["has_account"]) == (case.applicant.snils, True)
    assert not {"passport_number", "account"} & set(person)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_people_are_never_formulas(administrators: Client, applicant: User, text: str) -> None:
    case = world.application(applicant)
    Application.objects.filter(pk=case.pk).update(purpose=text.replace("\x00", ""))

    _, body = rows(taken(administrators, "applications", "xlsx"))

    shown = "".join(sign if sign.isprintable() else " " for sign in text.replace("\x00", ""))
    assert [kind for kind, told in body if told.strip() == shown.strip()] == ["inlineStr"]
    [row] = lines(taken(administrators, "applications"))
    assert row["purpose"] == text.replace("\x00", "")


@pytest.mark.usefixtures("here")
def test_days_begin_and_end_in_the_zone_of_the_company(administrators: Client, applicant: User) -> None:
    # Midnight of Moscow is 21:00 of UTC.
    moments = ["2026-03-12T20:59:59+00:00", "2026-03-12T21:00:00+00:00", "2026-03-13T20:59:59+00:00",
               "2026-03-13T21:00:00+00:00"]  # fmt: skip
    cases = [world.application(applicant) for _ in moments]
    for case, moment in zip(cases, moments, strict=True):
        Case.objects.filter(pk=case.pk).update(submitted_at=datetime.fromisoformat(moment))

    assert [row["id"] for row in lines(taken(administrators, "applications"))] == [cases[1].pk, cases[2].pk]


@pytest.mark.usefixtures("here")
def test_the_journal_says_who_took_what_of_which_days(administrators: Client, applicant: User) -> None:
    for _ in range(2):
        world.application(applicant)
    taken(administrators, "applications", "xlsx")

    record = Record.objects.get(event="exchange.exported")
    assert record.sentence == "Выгружены данные: заявки, XLSX, с 13.03.2026 по 13.03.2026, строк: 2"
    assert record.actor_kind == "staff"
    assert "Орлова" not in str(record.details)


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"since": ""}, "since", "Введите первый день периода"),
        ({"until": ""}, "until", "Введите последний день периода"),
        ({"since": "31.02.2026"}, "since", "Первый день периода: введите дату в формате ДД.ММ.ГГГГ"),
        ({"until": "завтра"}, "until", "Последний день периода: введите дату в формате ДД.ММ.ГГГГ"),
        ({"until": "12.03.2026"}, "until", "Последний день периода раньше первого"),
        ({"since": "01.01.0001"}, "since", "проверьте год"),
        ({"until": "31.12.9999"}, "until", "проверьте год"),
        ({"since": "01.01.2015"}, "until", "длиннее пяти лет"),
        ({"since": "01.01.2990"}, "since", "ещё не наступил"),
        ({"book": "passwords"}, "book", ""),
        ({"format": "exe"}, "format", ""),
        ({"since": "\x00"}, "since", ""),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    administrators: Client, company: GridCompany, asked: dict[str, str], field: str, said: str
) -> None:
    page = administrators.post("/exchange/", {"book": "applications", "format": "xlsx", **DAY, **asked})

    assert page.status_code == 422
    assert said in " ".join(page.context["form"].errors[field])
    assert set(page.context["form"].errors) == {field}
    with inside(company):
        assert not Record.objects.filter(event="exchange.exported").exists()


def test_too_much_is_refused_before_it_is_read(
    administrators: Client, applicant: User, company: GridCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cabinet.exchange.services.exports.ROWS_AT_MOST", 1)
    with inside(company):
        for _ in range(2):
            world.application(applicant)

    page = administrators.post("/exchange/", {"book": "applications", "format": "xlsx", **DAY})

    assert page.status_code == 422
    assert "За этот период 2 строк, а в одном файле может быть 1" in words(page)


def test_nothing_of_another_company_leaves(administrators: Client, applicant: User, other_company: GridCompany) -> None:
    with inside(other_company):
        world.application(world.person(77))

    assert lines(taken(administrators, "applications")) == []


@pytest.mark.usefixtures("here")
def test_many_rows_cost_no_more_questions_each(
    administrators: Client, applicant: User, queries: Callable[[], Any]
) -> None:
    def cost() -> int:
        with queries() as asked:
            taken(administrators, "applications")
            taken(administrators, "documents")
        return len([sql for sql in asked if "tenants_" not in sql])  # which host is whose is forgotten after a while

    world.application(applicant)
    cost()
    one = cost()
    for _ in range(9):
        world.application(applicant)

    assert cost() == one


def made(count: int) -> Iterator[list[Row]]:
    for first in range(0, count, 500):
        yield [[number, "слова " * 20, Decimal("15.5"), NOW] for number in range(first, first + 500)]


LONG = Book(
    code="long", title="Много", dated="", told="", count=lambda period: 0, steps=lambda period, site: made(0),
    columns=(Column("id", "ID"), Column("words", "Слова"), Column("power", "Мощность"), Column("at", "Когда")),
)  # fmt: skip


def test_many_rows_take_the_memory_of_a_few() -> None:
    """Of a hundred thousand `make bench` measures the process."""

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            with sheet.written(LONG, made(count)) as file:
                assert file.seek(0, io.SEEK_END) > 10 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(500)
    assert peak(4_000) < 1.3 * peak(1_000)


@pytest.mark.usefixtures("here")
def test_an_entry_that_was_withdrawn_says_so(administrators: Client, applicant: User, administrator: User) -> None:
    from cabinet.cases import services as cases

    shown = world.with_pictures(world.application(applicant))
    cases.withdraw_entry(shown, reason="не тот файл", by=administrator, now=NOW)
    placed = Entry.objects.get(pk=shown.pk).placed_at
    assert placed is not None
    day = f"{placed:%d.%m.%Y}"

    told = lines(taken(administrators, "documents", since=day, until=day))
    [row] = [one for one in told if one["id"] == shown.pk]
    assert row["withdrawn_at"].startswith("2026-03-13T")
