"""Names of files come from strangers: what is stored is clean, and no header can be broken out of."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.names import NAME_LIMIT, clean_name
from documents.storage import attachment

HEADER = re.compile(r"attachment; filename=\"document(\.[A-Za-z0-9]+)?\"; filename\*=UTF-8''([A-Za-z0-9%._~-]*)")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("план.pdf", "план.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\анна\\план.pdf", "план.pdf"),
        ("..\\..\\план.pdf", "план.pdf"),
        ("план\r\nSet-Cookie: a=b.pdf", "планSet-Cookie: a=b.pdf"),
        ("пл\x00ан.pdf", "план.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),  # would be shown backwards
        ("план\u200b.pdf", "план.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("..", "файл"),
        ("", "файл"),
        ("   ", "файл"),
        (".htaccess", "htaccess"),
        ("план.pdf.", "план.pdf"),
        ("😀.pdf", "😀.pdf"),
        ('"; filename="evil.exe', '"; filename="evil.exe'),  # a letter like others: the header encodes it
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_a_long_name_keeps_its_extension() -> None:
    assert clean_name("я" * 500 + ".pdf") == "я" * (NAME_LIMIT - 4) + ".pdf"


@given(st.text(max_size=400))
def test_any_name_is_made_safe(sent: str) -> None:
    kept = clean_name(sent)

    assert 0 < len(kept) <= NAME_LIMIT
    assert not set(kept) & set("/\\\x00\r\n")
    assert kept not in {".", ".."}
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    "name",
    [
        "план.pdf",
        'a".pdf',
        "a\r\nSet-Cookie: x=1.pdf",
        '"; filename="evil.exe',
        "a;b.pdf",
        "a%0d%0a.pdf",
        "😀.pdf",
        "имя без типа",
        "a.п д ф",
    ],
)
def test_a_header_says_the_name_and_nothing_else(name: str) -> None:
    found = HEADER.fullmatch(attachment(name))

    assert found
    assert unquote(found[2]) == name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    found = HEADER.fullmatch(attachment(name))

    assert found
    assert unquote(found[2]) == name
