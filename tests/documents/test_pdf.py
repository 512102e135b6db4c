"""A PDF is taken as every reader takes it: with restrictions, and with a tail that any of them puts right."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import documents
from documents.errors import FileDamaged
from documents.sandbox.inspector import Finding, inspect

from . import honest, pdfs

CASES = Path(__file__).with_name("cases")


def look(content: bytes, name: str = "план.pdf") -> Finding:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        return inspect(file, name=name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("owner_restricted.pdf", "owner_restricted.pdf"),
        ("owner_restricted_rc4.pdf", "owner_restricted_rc4.pdf"),
        ("no_eof.pdf", "no_eof.pdf"),
        ("без_расширения", "без_расширения.pdf"),
        ("cam.jfif", "cam.jpg"),
        ("scan.jpe", "scan.jpg"),
        ("old.bmp", "old.bmp"),
        ("old.gif", "old.gif"),
        ("pic.webp", "pic.webp"),
    ],
)
def test_files_that_people_have_sent_are_taken(name: str, kept: str) -> None:
    assert look((CASES / name).read_bytes(), name).file_name == kept


@pytest.mark.parametrize("layout", pdfs.LAYOUTS.values(), ids=pdfs.LAYOUTS)
@pytest.mark.parametrize("lock", pdfs.LOCKS)
def test_a_pdf_that_only_restricts_is_taken(lock: str, layout: dict[str, Any]) -> None:
    assert look(pdfs.locked(lock, **layout)) == Finding("план.pdf", "application/pdf", has_macros=False)


@pytest.mark.parametrize("layout", pdfs.LAYOUTS.values(), ids=pdfs.LAYOUTS)
@pytest.mark.parametrize("accident", pdfs.ACCIDENTS.values(), ids=pdfs.ACCIDENTS)
def test_a_pdf_whose_tail_any_reader_puts_right_is_taken(
    accident: Callable[[bytes], bytes], layout: dict[str, Any]
) -> None:
    assert look(accident(pdfs.pdf(**layout))).file_name == "план.pdf"


@pytest.mark.parametrize("accident", pdfs.ACCIDENTS.values(), ids=pdfs.ACCIDENTS)
@pytest.mark.parametrize("lock", ["RC4-128", "AES-256"])
def test_a_restricted_one_too(accident: Callable[[bytes], bytes], lock: str) -> None:
    assert look(accident(pdfs.locked(lock, **pdfs.LAYOUTS["one by one"]))).file_name == "план.pdf"


def test_an_empty_page_is_no_lost_one() -> None:
    assert look(honest.PDF[:-20]).file_name == "план.pdf"


def test_a_pdf_that_was_written_without_pages_has_lost_none() -> None:
    written = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

    assert look(written).file_name == "план.pdf"
    with pytest.raises(FileDamaged):
        look(written[:-20])


def without_last(content: bytes, mark: bytes) -> bytes:
    """Cut off before the last object that has this word."""
    return content[: content.rindex(b" obj", 0, content.rindex(mark))]


@pytest.mark.parametrize("lost", [b"/Type /Page ", b"Do Q", b"/Subtype /Image", b"/BaseFont"])
def test_a_pdf_that_has_lost_a_part_of_a_page_is_refused(lost: bytes) -> None:
    whole = pdfs.pdf(compress=False, **pdfs.LAYOUTS["one by one"])
    with pytest.raises(FileDamaged):
        look(without_last(whole, lost))


def test_a_version_that_was_cut_off_is_not_taken_for_the_one_before_it() -> None:
    """A program that saves a change writes it after the end of the old file."""
    saved = honest.PDF + b"2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n4 0 obj<</Type/Page/Cont"
    with pytest.raises(FileDamaged):
        look(saved)


@pytest.mark.parametrize("change", [pdfs.with_script, pdfs.with_launch], ids=["script", "launch"])
@pytest.mark.parametrize(
    "saving",
    [*pdfs.LAYOUTS.values(), {"encryption": pdfs.RESTRICTED}, {"encryption": pdfs.RESTRICTED, "linearize": True}],
)
def test_a_script_is_marked_locked_or_not(change: Callable[[Any], None], saving: dict[str, Any]) -> None:
    assert look(pdfs.pdf(change=change, **saving)).has_macros
    assert look(pdfs.pdf(change=change, **saving)[:-6]).has_macros


def test_a_script_whose_name_is_spelt_in_numbers_is_marked() -> None:
    plain = pdfs.pdf(change=pdfs.with_script, **pdfs.LAYOUTS["one by one"])
    assert look(plain.replace(b"/JavaScript", b"/J#61vaScript")).has_macros


def test_macros_of_an_attachment_are_marked() -> None:
    assert look(pdfs.pdf(change=pdfs.with_attachment("заявка.docm", honest.docm()))).has_macros
    assert not look(pdfs.pdf(change=pdfs.with_attachment("выписка.xml", honest.XML))).has_macros


def test_the_reader_is_loaded_only_where_it_is_needed() -> None:
    """Loading it takes longer than everything else that is done to an ordinary file."""
    ask = (
        "import io, sys; from documents.sandbox.inspection.recognition import recognise; "
        "recognise(io.BytesIO(sys.stdin.buffer.read())); print('pikepdf' in sys.modules)"
    )

    def is_loaded(content: bytes) -> bool:
        command = [sys.executable, "-c", ask]
        root = Path(documents.__file__).parents[1]
        answer = subprocess.run(command, input=content, cwd=root, env={}, capture_output=True, check=True)
        return answer.stdout == b"True\n"

    for layout in pdfs.LAYOUTS.values():
        assert not is_loaded(pdfs.pdf(**layout))
    assert not is_loaded(pdfs.pdf().ljust(3 * 1024 * 1024))
    assert is_loaded(pdfs.restricted())


def test_a_large_restricted_scan_is_looked_at_within_the_limits_of_the_child() -> None:
    def scan(made: Any) -> None:
        made.pages[0].obj.Resources.XObject.Im0 = made.make_stream(os.urandom(45 * 1024 * 1024))

    assert look(pdfs.pdf(1, change=scan, compress=False, encryption=pdfs.RESTRICTED)).file_name == "план.pdf"
