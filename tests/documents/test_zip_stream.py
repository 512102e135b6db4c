"""A ZIP of many files: readable names, constant memory, and never silently short."""

import io
import zipfile
from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import zip_stream
from documents.zip_stream import Member, Names, cell, safe_name, whole, zipped
from tests.moment import NOW


def content(*pieces: bytes) -> Generator[bytes, None, None]:
    yield from pieces


def opened(members: list[Member]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zipped(members))))


def test_what_went_in_comes_out() -> None:
    archive = opened(
        [Member("От заявителя/план.pdf", content(b"one", b"two"), NOW), Member("пусто.txt", content(), NOW)]
    )

    assert archive.namelist() == ["От заявителя/план.pdf", "пусто.txt"]
    assert archive.read("От заявителя/план.pdf") == b"onetwo"
    assert archive.testzip() is None


def test_russian_names_are_marked_as_utf8() -> None:
    [entry] = opened([Member("план.pdf", whole(b"x"), NOW)]).infolist()

    assert entry.flag_bits & 0x800
    assert entry.date_time[:3] == (NOW.year, NOW.month, NOW.day)


def test_more_files_than_an_old_zip_can_count() -> None:
    count = 65_536 + 10
    archive = opened([Member(f"{n}", whole(b"x"), NOW) for n in range(count)])

    assert len(archive.namelist()) == count


def test_the_beginning_of_the_next_files_is_fetched_ahead() -> None:
    begun: list[int] = []

    def file(n: int) -> Generator[bytes, None, None]:
        begun.append(n)
        yield b"first"
        yield b"second"

    pieces = zipped([Member(str(n), file(n), NOW) for n in range(100)])
    for _ in range(10):
        next(pieces)
    pieces.close()  # type: ignore[attr-defined]

    assert 2 <= len(begun) < 20


def test_a_file_that_breaks_off_breaks_the_archive() -> None:
    def broken() -> Generator[bytes, None, None]:
        yield b"beginning"
        raise ConnectionError("S3 has gone")

    sent: list[bytes] = []
    with pytest.raises(ConnectionError):
        sent.extend(zipped([Member("a", whole(b"good"), NOW), Member("b", broken(), NOW)]))

    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(sent)))


def test_who_leaves_early_leaves_nothing_open() -> None:
    closed: list[str] = []

    def file(name: str) -> Generator[bytes, None, None]:
        try:
            yield b"first"
            yield b"second"
        finally:
            closed.append(name)

    names = [str(n) for n in range(zip_stream.AHEAD)]
    pieces = zipped([Member(name, file(name), NOW) for name in names])
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]

    assert sorted(closed) == names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("план.pdf", "план.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("aux", "_aux"),
        ("LPT1.tar.gz", "_LPT1.tar.gz"),
        ("a:b?.pdf", "a_b_.pdf"),
        ("имя. ", "имя"),
        ("...", "файл"),
        ('ООО "Рога".docx', "ООО _Рога_.docx"),
        ("я" * 300 + ".pdf", "я" * 117 + ".pdf"),
    ],
)
def test_a_name_opens_on_windows(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= 121
    assert not set(safe) & set('<>:"/\\|?*\x00\n')
    assert safe[-1] not in " ."
    assert safe.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_equal_names_are_numbered() -> None:
    names = Names()
    given = [names.of(name) for name in ("a/план.pdf", "a/План.pdf", "b/план.pdf", "a/план.pdf", "a/план (2).pdf")]

    assert given == ["a/план.pdf", "a/План (2).pdf", "b/план.pdf", "a/план (3).pdf", "a/план (2) (2).pdf"]


@pytest.mark.parametrize("dangerous", ["=1+1", "+7", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(dangerous: str) -> None:
    assert cell(dangerous) == f"'{dangerous}"
    assert cell("план.pdf") == "план.pdf"
