"""The application in Word and in PDF: what was answered stands there, as words and nothing else."""

import io
import zipfile

import docx
import pypdfium2
import pytest
from django.test import Client

from accounts.models import User
from cabinet.applications.models import Application
from cabinet.cases.models import Case
from cabinet.paperwork import merge_fields, press
from documents.sandbox.inspection.answer import answer_about
from tests import world

from .conftest import text_of

pytestmark = pytest.mark.usefixtures("here")

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in документы %}{% endfor %}",
    "{{ заявитель.__class__ }}",
    "{_{ 7*7 }_}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>чужое",
    "<script>alert(1)</script>&amp;&#60;",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "=cmd|' /C calc'!A0",
    '<font size="99">крупно</font><br/><img src="file:///etc/passwd"/>',
    "DDEAUTO c:\\windows\\system32\\cmd.exe",
]


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_the_application_says_what_was_asked(applicant_client: Client, case: Case, form: str) -> None:
    Application.objects.filter(pk=case.pk).update(answers={"reliability": "2", "voltage": "0_4", "supplier": "ЭСК"})

    answer = applicant_client.get(f"/cases/{case.pk}/application/{form}/")

    said = text_of(answer.content)
    for expected in ("Орлова Анна", "Жилой дом", "Лугореченск, ул. Салимжанова, 1", "15 кВт", "99:01:0101001:245"):
        assert expected in said.replace("\xa0", " ")
    for label, told in (("Категория надёжности", "Вторая"), ("Напряжение", "380 В (0,4 кВ)"), ("сбытовая", "ЭСК")):
        assert label in said
        assert told in said
    assert "выписка ЕГРН.pdf" in said


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_a_draft_can_be_printed_before_it_is_submitted(
    applicant: User, applicant_client: Client, administrator_client: Client, form: str
) -> None:
    draft = world.draft(applicant)

    assert "Жилой дом" in text_of(applicant_client.get(f"/cases/{draft.pk}/application/{form}/").content)
    assert administrator_client.get(f"/cases/{draft.pk}/application/{form}/").status_code == 404


def test_an_enquiry_is_no_application(applicant: User, applicant_client: Client) -> None:
    assert applicant_client.get(f"/cases/{world.enquiry(applicant).pk}/application/word/").status_code == 404


@pytest.mark.parametrize("code", merge_fields.TITLES)
def test_words_of_people_are_only_words(code: str) -> None:
    """In every field and column of every document, in Word and in PDF."""
    hostile = " ".join(HOSTILE)
    fields = {name: _everywhere(value, hostile) for name, value in merge_fields.example(code, rows=1).items()}

    made = press.printed(press.original(code), fields)

    word, pdf = ("".join(text_of(content).split()) for content in (made.word, made.pdf))
    for words in HOSTILE:
        expected = "".join(words.replace("{_{", "{{").replace("}_}", "}}").split())
        assert expected in word
        assert expected in pdf
    assert '"kind": "docx"' in answer_about(io.BytesIO(made.word))
    with zipfile.ZipFile(io.BytesIO(made.word)) as parts:
        assert b"instrText" not in parts.read("word/document.xml")
        assert b"fldSimple" not in parts.read("word/document.xml")


def _everywhere(value: object, words: str) -> object:
    if isinstance(value, list):
        return [dict.fromkeys(row, words) for row in value]
    return value if isinstance(value, dict) else words


@pytest.mark.parametrize("code", merge_fields.TITLES)
def test_long_and_strange_words_leave_the_layout_whole(code: str) -> None:
    """No word runs out of the page, and no letter breaks the file."""
    words = "Ы" * 300 + " длинные слова" * 99 + " \x00\x07\f\t\v\ud800строка\nдругая 日本 😀 ﷽"
    fields = {name: _everywhere(value, words) for name, value in merge_fields.example(code, rows=3).items()}

    made = press.printed(press.original(code), fields)

    with pypdfium2.PdfDocument(made.pdf) as drawn:
        for number in range(len(drawn)):
            page = drawn[number].get_textpage()
            for rect in range(page.count_rects()):
                left, bottom, right, top = page.get_rect(rect)
                assert 0 < left < right < drawn[number].get_width()
                assert 0 < bottom < top < drawn[number].get_height()
    docx.Document(io.BytesIO(made.word))


@pytest.mark.parametrize("code", merge_fields.TITLES)
def test_an_empty_document_is_made_too(code: str) -> None:
    bare = merge_fields.known(code)["examples"][1]

    assert press.printed(press.original(code), bare).pdf.startswith(b"%PDF")


def test_the_same_document_has_the_same_bytes() -> None:
    first, second = (
        press.printed(press.original("receipt"), merge_fields.example("receipt")).pdf for _twice in range(2)
    )

    assert first == second
