"""Ten files of different kinds at once on a slow line with one cut and one reload: all arrive as they were."""

import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from cabinet.demo.people import ORLOVA
from tests.documents import honest
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]

MEGABYTE = 1024 * 1024
SLOW = MEGABYTE  # bytes in a second
LONG = 90_000  # milliseconds
KINDS = (
    "паспорт.jpg", "план.png", "план.tif", "фото.heic", "заявка.docx", "нагрузки.xlsx", "заявка.odt", "чертёж.dwg",
)  # fmt: skip
MISNAMED = "доверенность.pdf"


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Eight small ones and two of several parts."""
    contents = {name: honest.FILES[name]() for name in KINDS}
    contents["Выписка ЕГРН.pdf"] = honest.PDF.replace(
        b"%%EOF", b"%" + os.urandom(6 * MEGABYTE).hex().encode() + b"\n%%EOF"
    )
    contents["Документы.zip"] = honest.zipped({"план.bin": os.urandom(7 * MEGABYTE)})
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


@pytest.fixture
def anna(visitor: Come) -> Visitor:
    anna = visitor()
    anna.page.on("dialog", lambda question: question.accept())  # «Уйти со страницы?»
    anna.sign_in(ORLOVA.email)
    anna.follow("Документооборот")
    anna.press("Создать заявку на технологическое присоединение")
    anna.brings_a_filled_form()
    expect(anna.page.get_by_role("heading", name="Документы", exact=True)).to_be_visible()
    return anna


def rows(anna: Visitor, state: str) -> Locator:
    return anna.page.locator(f".file[data-state={state}]")


def row(anna: Visitor, name: str) -> Locator:
    return anna.page.locator(".file", has_text=name)


def test_ten_files_arrive_over_a_slow_line_with_a_cut_and_a_reload(anna: Visitor, papers: list[Path]) -> None:
    anna.has_line(bytes_per_second=SLOW)
    anna.page.locator("#files").set_input_files(papers)
    expect(rows(anna, "done").nth(2)).to_be_visible(timeout=LONG)
    large = row(anna, "Выписка ЕГРН.pdf")
    expect(large.locator("progress")).not_to_have_attribute("value", "0", timeout=LONG)
    with anna.without_line(bytes_per_second=SLOW):
        expect(anna.page.get_by_text("Нет связи. Загрузка продолжится сама").first).to_be_visible(timeout=LONG)
        anna.page.wait_for_timeout(2_000)
    expect(anna.page.get_by_text("Нет связи. Загрузка продолжится сама")).to_have_count(0, timeout=LONG)
    expect(large.locator("progress")).to_have_attribute("value", re.compile(r"^[5-9]\d$"), timeout=LONG)
    anna.page.reload()
    expect(large).to_contain_text(words("Выберите этот файл ещё раз, и она продолжится"), timeout=LONG)
    assert "на 0 %" not in large.inner_text().replace("\u00a0", " ")
    there = [path for path in papers if row(anna, path.name).get_attribute("data-state") == "done"]
    anna.page.locator("#files").set_input_files([path for path in papers if path not in there])
    expect(rows(anna, "done")).to_have_count(len(papers), timeout=LONG)
    expect(anna.page.locator(".file")).to_have_count(len(papers))
    anna.sees(f"Загружено {len(papers) - len(there)} из {len(papers) - len(there)}")
    for path in papers:
        with anna.page.expect_download() as download:
            row(anna, path.name).get_by_role("link", name=path.name, exact=True).click()
        arrived = download.value.path().read_bytes()
        assert sha256(arrived).digest() == sha256(path.read_bytes()).digest(), path.name


def test_a_refused_file_is_named_and_the_others_are_kept(anna: Visitor, papers: list[Path]) -> None:
    anna.expects(422)
    wrong = papers[0].with_name(MISNAMED)
    wrong.write_bytes(papers[0].read_bytes())
    program = papers[0].with_name("план.exe")
    program.write_bytes(b"MZ")

    anna.page.locator("#files").set_input_files([papers[1], wrong, program, papers[2]])

    expect(rows(anna, "done")).to_have_count(2)
    expect(row(anna, MISNAMED)).to_contain_text(words(f"Файл «{MISNAMED}» на самом деле"))
    expect(row(anna, "план.exe")).to_contain_text(words("Файл «план.exe» не подходит"))
    status = anna.page.locator("[data-count]")
    expect(status).to_contain_text(words("Загружено 2 из 4. Не загружено:"))
    expect(status).to_contain_text(MISNAMED)
    anna.breaks_no_rule()
    for name in (MISNAMED, "план.exe"):
        row(anna, name).get_by_role("button", name="Убрать").click()
    expect(status).to_have_text(words("Загружено 2 из 2"))


def test_a_file_on_its_way_is_cancelled(anna: Visitor, papers: list[Path]) -> None:
    anna.has_line(bytes_per_second=SLOW // 4)
    anna.page.locator("#files").set_input_files([papers[-1]])
    going = row(anna, papers[-1].name)
    expect(going.locator("progress")).not_to_have_attribute("value", "0", timeout=LONG)
    anna.breaks_no_rule()

    with anna.page.expect_response(lambda answer: answer.url.endswith("/cancel/")):
        going.get_by_role("button", name="Отменить").click()

    expect(anna.page.locator(".file")).to_have_count(0)
    anna.page.reload()
    expect(anna.page.locator(".file")).to_have_count(0)


def test_on_a_telephone_there_is_a_camera(visitor: Come) -> None:
    for touches in (True, False):
        somebody = visitor(has_touch=touches, is_mobile=touches)
        somebody.sign_in(ORLOVA.email)
        somebody.follow("Документооборот")
        somebody.press("Создать заявку на технологическое присоединение")
        somebody.brings_a_filled_form()
        camera = somebody.page.locator("label", has_text="Сфотографировать")
        expect(camera).to_be_visible(visible=touches)
        expect(camera.locator("input")).to_have_attribute("capture", "environment")
