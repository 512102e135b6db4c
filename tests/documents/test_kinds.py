"""What is taken, by its content and not by its name."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import documents
from documents.errors import FileOfWrongType, FileRefused
from documents.kinds import ACCEPT, KINDS, kind_by_name, may_be_taken
from documents.names import NAME_LIMIT, clean_name
from documents.sandbox import inspector
from documents.sandbox.inspection.outcome import Refused
from documents.sandbox.inspection.recognition import recognise
from documents.sandbox.inspector import Finding, inspect

from . import honest, hostile, pdfs

KNOWN_VERDICTS = {"unknown", *KINDS, *inspector.REFUSALS}


def verdict(content: bytes) -> str:
    """Of the inspection itself, without a child."""
    try:
        return recognise(io.BytesIO(content)).kind
    except Refused as refused:
        return refused.code


def look(name: str, content: bytes) -> Finding:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        return inspect(file, name=name)


@pytest.mark.parametrize("name", honest.FILES)
def test_a_file_of_each_kind_is_taken_as_what_it_is(name: str) -> None:
    kind = kind_by_name(name)

    assert kind
    assert look(name, honest.FILES[name]()).content_type == kind.content_type


@pytest.mark.parametrize("case", hostile.CASES.values(), ids=hostile.CASES)
def test_a_hostile_or_a_wrong_file_is_refused_with_its_own_sentence(case: hostile.Case) -> None:
    with pytest.raises(FileRefused) as refusal:
        look(case.name, case.make())

    assert type(refusal.value) is case.error
    assert f"«{case.name}»" in refusal.value.message


@pytest.mark.parametrize(
    ("sent", "content", "kept"),
    [
        ("IMG_0001.png", honest.picture("JPEG"), "IMG_0001.jpg"),
        ("IMG_0001.jpg", honest.heic(), "IMG_0001.heic"),
        ("заявка.doc", honest.RTF, "заявка.rtf"),
        ("заявка.doc", honest.docx(), "заявка.docx"),
        ("заявка.docx", honest.docm(), "заявка.docm"),
        ("нагрузки.xls", honest.xlsx(), "нагрузки.xlsx"),
        ("заявка.doc", honest.open_document(), "заявка.odt"),
        ("IMG_0001.JFIF", honest.picture("JPEG"), "IMG_0001.jpg"),
        ("IMG_0001.jpe", honest.picture("JPEG"), "IMG_0001.jpg"),
        ("IMG_0001.jpeg", honest.picture("JPEG"), "IMG_0001.jpeg"),
        ("IMG_0001.HIF", honest.heic(), "IMG_0001.heic"),
        ("скан.dib", honest.picture("BMP"), "скан.bmp"),
        ("снимок.png", honest.picture("WEBP"), "снимок.webp"),
        ("снимок.jpg", honest.picture("GIF"), "снимок.gif"),
        ("снимок.gif", honest.picture("BMP"), "снимок.bmp"),
        ("снимок.jpg.webp", honest.picture("JPEG"), "снимок.jpg"),
        ("СКАН.PDF", honest.PDF, "СКАН.PDF"),
        ("план.exe.pdf", honest.PDF, "план.exe.pdf"),
        ("выписка.pdf.pdf", honest.PDF, "выписка.pdf.pdf"),
    ],
)
def test_the_ending_of_a_name_is_put_right_among_relatives(sent: str, content: bytes, kept: str) -> None:
    assert look(sent, content).file_name == kept


@pytest.mark.parametrize("kind", [kind for kind in honest.FILES if "." in kind])
def test_a_name_without_an_ending_gets_the_one_of_its_content(kind: str) -> None:
    found = look("без расширения", honest.FILES[kind]())
    right = kind_by_name(kind)

    assert right
    assert found == Finding(f"без расширения.{right.extensions[0]}", right.content_type, found.has_macros)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("план", "план.pdf"),
        ("Договор от 01.02.2024", "Договор от 01.02.2024.pdf"),  # a date is no ending
        ("План.Участок", "План.Участок.pdf"),
        ("план.pdf (1)", "план.pdf (1).pdf"),  # a second copy, as browsers name it
        ("план.", "план.pdf"),
        ("план.pdf. .", "план.pdf"),
        ("план .pdf", "план.pdf"),
        ("план. PDF", "план.PDF"),
        (".pdf", "файл.pdf"),
        ("pdf", "файл.pdf"),
        ("", "файл.pdf"),
        ("я" * 500, "я" * (NAME_LIMIT - 4) + ".pdf"),
        ("я" * 500 + ".pdf", "я" * (NAME_LIMIT - 4) + ".pdf"),
        ("а." + "я" * 500, "а." + "я" * (NAME_LIMIT - 6) + ".pdf"),
    ],
)
def test_an_odd_name_becomes_one_that_opens(sent: str, kept: str) -> None:
    assert may_be_taken(clean_name(sent))
    assert look(clean_name(sent), honest.PDF).file_name == kept


@pytest.mark.parametrize(
    "name", ["план.exe", "план.PDF.exe", "план.pdf.lnk", "план.js", "фильм.mp4", "архив.7z", "a.b.c"]
)
def test_an_ending_that_is_not_on_the_list_is_refused_before_the_file_is_sent(name: str) -> None:
    assert not may_be_taken(clean_name(name))
    with pytest.raises(FileOfWrongType):
        look(name, honest.PDF)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "план.pdf",
            honest.picture("JPEG"),
            "Файл «план.pdf» на самом деле картинка JPG. Переименуйте его в «план.jpg» и добавьте ещё раз",
        ),
        (
            "план.pdf",
            hostile.HTML,
            "Файл «план.pdf» на самом деле веб-страница, такие файлы не принимаются. "
            "Можно: PDF, JPG, PNG, TIFF, HEIC, BMP, GIF, WEBP, DOC(X), XLS(X), ODT, ODS, RTF, TXT, ZIP, SIG, XML, DWG",
        ),
        (
            "план.pdf",
            pdfs.locked("AES-256", user="секрет"),
            "Файл «план.pdf» защищён паролем. Снимите пароль и добавьте ещё раз",
        ),
        (
            "fake.pdf",
            "Это не PDF".encode(),
            "Файл «fake.pdf» повреждён: он не открывается как документ PDF. "
            "Сохраните его заново или сделайте скан ещё раз и добавьте ещё раз",
        ),
        (
            "план.jpg",
            honest.picture("JPEG")[:20],
            "Файл «план.jpg» повреждён: он не открывается как картинка JPG. "
            "Сохраните его заново или сделайте скан ещё раз и добавьте ещё раз",
        ),
        (
            "заявка.docx",
            honest.docx()[:100],
            "Файл «заявка.docx» повреждён: он не открывается как документ Word. "
            "Сохраните его заново в программе, в которой он сделан, и добавьте ещё раз",
        ),
        (
            "план",
            bytes(range(256)),
            "Файл «план» не подходит. Можно: PDF, JPG, PNG, TIFF, HEIC, BMP, GIF, WEBP, DOC(X), XLS(X), "
            "ODT, ODS, RTF, TXT, ZIP, SIG, XML, DWG",
        ),
        (
            "план.png",
            hostile.png(30_000, 30_000),
            "Картинка «план.png» слишком большая: 30000\u00a0×\u00a030000 точек. Уменьшите её до 200\u00a0млн точек",
        ),
    ],
)
def test_a_sentence_says_what_to_do(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        look(name, content)

    assert refusal.value.message == sentence


@pytest.mark.parametrize(
    ("name", "content", "has_macros"),
    [
        ("заявка.docm", honest.docm(), True),
        ("нагрузки.xlsm", honest.xlsm(), True),
        ("заявка.docx", honest.docx({"word/vbaProject.bin": b"x"}), True),  # Word would not open it, others might
        ("заявка.doc", honest.doc("Macros"), True),
        ("нагрузки.xls", honest.xls("_VBA_PROJECT_CUR"), True),
        ("заявка.odt", honest.open_document({"Basic/Standard/Module1.xml": "<m/>"}), True),
        ("архив.zip", honest.zipped({"a/заявка.docm": honest.docm()}), True),
        ("заявка.odt", honest.open_document({"Basic/Standard/script-lb.xml": "<m/>"}), False),
        ("заявка.docx", honest.docx(), False),
        ("заявка.doc", honest.doc(), False),
    ],
)
def test_macros_are_marked(name: str, content: bytes, has_macros: bool) -> None:
    assert look(name, content).has_macros is has_macros


def test_what_the_inspection_may_say_has_words() -> None:
    """Every kind by its code and every file by its ending; a file input offers what is taken."""
    for name, make in honest.FILES.items():
        assert kind_by_name(name) is KINDS[verdict(make())]
    offered = set(ACCEPT.split(","))
    assert {".pdf", ".jpg", ".jpeg", ".jfif", ".jpe", ".bmp", ".gif", ".webp"} <= offered
    assert all(kind_by_name(f"план{ending}") for ending in offered)


def test_the_child_knows_nothing_of_the_site() -> None:
    """It starts in milliseconds, and has neither settings nor secrets to lose."""
    ask = "import sys; from documents.sandbox.inspection import recognition; print(*sys.modules)"
    source_root = Path(documents.__file__).parents[1]
    command = [sys.executable, "-c", ask]
    loaded = subprocess.run(command, cwd=source_root, env={}, capture_output=True, text=True, check=True).stdout.split()

    assert not {"django", "boto3", "documents.models", "documents.errors", "ui", "pikepdf", "PIL"} & set(loaded)
    assert "documents.sandbox.inspection.zips" in loaded


@given(st.sampled_from(list(honest.FILES)), st.data())
def test_a_file_with_some_bytes_changed_breaks_nothing(name: str, data: st.DataObject) -> None:
    """A parser that stumbles would cost the person the right sentence."""
    content = bytearray(honest.FILES[name]())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(1, len(content))) :]
    assert verdict(bytes(content)) in KNOWN_VERDICTS


@given(
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\xff\xd8\xff",
            b"II*\0",
            b"<?xml ",
            b"GIF89a",
            b"%PDF-1.7\n",
        ]
    ),
    st.binary(),
)
def test_any_bytes_break_nothing(start: bytes, rest: bytes) -> None:
    assert verdict(start + rest) in KNOWN_VERDICTS
