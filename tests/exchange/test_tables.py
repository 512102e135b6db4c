"""The table of a file, however it was saved; a hostile one gets a sentence, never a failure."""

import io
from datetime import date, datetime
from typing import Any

import pytest

from cabinet.exchange.imports import table as tables
from cabinet.exchange.imports.table import Table, TableRefused

from . import brought
from .brought import HEADS, person

ROWS = [person(1), person(2)]
SHEET = "xl/worksheets/sheet1.xml"
BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
FIRST_AND_LAST = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def read(content: bytes) -> Table:
    return tables.read(io.BytesIO(content), size=len(content))


def refusal(content: bytes) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read(content)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("by", [";", ",", "\t"])
def test_csv_is_read_however_it_was_saved(encoding: str, by: str) -> None:
    found = read(brought.csv(ROWS, by=by, encoding=encoding))

    assert found.heads == HEADS
    assert [line.cells for line in found.lines] == ROWS
    assert [line.number for line in found.lines] == [2, 3]


def test_empty_lines_and_quotes_keep_the_numbers_of_lines() -> None:
    found = read('a;b\r\n\r\n"1;2";"в ""кавычках"""\r\n;;\r\n3;\r\n'.encode())

    assert [(line.number, line.cells) for line in found.lines] == [(3, ("1;2", 'в "кавычках"')), (5, ("3",))]


def test_xlsx_gives_days_numbers_and_words_as_people_see_them() -> None:
    row = [datetime(2026, 3, 13, 14, 5), date(2026, 3, 13), 12345678901, 12.5, 15.0, True, "  слова\n и ещё "]
    found = read(brought.xlsx([row], heads=list("abcdefg"), more=_with_time))

    assert found.lines[0].cells == ("13.03.2026 14:05", "13.03.2026", "12345678901", "12.5", "15", "да", "слова и ещё")


def _with_time(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 0, datetime(2026, 3, 13, 14, 5), book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))


def test_of_formulas_their_values_are_taken_and_it_is_said() -> None:
    content = brought.xlsx(
        [["x", ""]], heads=["a", "b"], more=lambda book, sheet: sheet.write_formula(1, 1, "=1+1", None, 2)
    )
    found = read(content)

    assert found.lines[0].cells == ("x", "2")
    assert found.notes == ("formulas",)


def test_the_first_visible_sheet_is_read() -> None:
    def more(book: Any, sheet: Any) -> None:
        book.add_worksheet("ещё").write(0, 0, "чужое")

    found = read(brought.xlsx(ROWS, more=more))
    assert (len(found.lines), found.notes) == (2, ("first_sheet",))


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_range(1, 1, 2, 1, "вместе")


def zeros(size: int) -> bytes:
    return BEGIN + b" " * size + END


HOSTILE = {
    "empty": (b"", "empty"),
    "heading only": (brought.csv([]), "no_lines"),
    "blank lines": (b"\r\n\r\n;;;\r\n", "no_lines"),
    "too many lines": (brought.csv([("x",)] * 301, heads=["a"]), "too_many_lines"),
    "a million columns": (b";" * 1_000_000 + b"x\r\n1\r\n", "too_many_columns"),
    "many columns": (brought.csv([["1"] * 101], heads=["h"] * 101), "too_many_columns"),
    "a long cell": (brought.csv([("x" * 2001,)], heads=["a"]), "cell_too_long"),
    "a very long cell": (brought.csv([("x" * 100_000,)], heads=["a"]), "cell_too_long"),
    "much text": (brought.csv([["я" * 1900] * 99] * 10, heads=["h"] * 99), "too_much_text"),
    "an open quote": (b'a;b\r\n"1;2\r\n3;4\r\n', "quote_open"),
    "nul": (b"a;b\r\n1\0;2\r\n", "not_a_table"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "encoding"),
    "utf-8 that is cut": ("Дата;Адрес\r\n1;Мира".encode()[:-1] + b"\xff\xfe\xfd", "encoding"),
    "of dos": (brought.csv(ROWS, encoding="cp866"), "encoding"),
    "of koi8": (brought.csv(ROWS, encoding="koi8-r"), "encoding"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_or_protected"),
    "a cut archive": (brought.xlsx(ROWS)[:500], "damaged"),
    "an archive of nothing": (b"PK\x05\x06" + bytes(18), "not_xlsx"),
    "merged cells": (brought.xlsx(ROWS, more=merged), "merged"),
    "a bomb": (brought.repacked(brought.xlsx(ROWS), **{SHEET: zeros(80 * 1024 * 1024)}), "too_large_unpacked"),
    "an entity": (
        brought.repacked(brought.xlsx(ROWS), **{SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>' + BEGIN + END}), "damaged",
    ),
    "no xml": (brought.repacked(brought.xlsx(ROWS), **{SHEET: b"<<<"}), None),
    "the last cell of all": (
        brought.repacked(
            brought.xlsx(ROWS), **{SHEET: BEGIN + FIRST_AND_LAST + END}
        ), None,
    ),
    "many columns of a sheet": (brought.xlsx([["1"] * 200], heads=["h"] * 200), "too_many_columns"),
    "many parts": (
        brought.repacked(brought.xlsx(ROWS), **{f"x{n}.xml": b"" for n in range(600)}), "too_large_unpacked",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_gets_a_sentence(name: str) -> None:
    content, code = HOSTILE[name]
    refused = refusal(content)

    assert refused.code.startswith("table_")
    assert code is None or refused.code == f"table_{code}"
    assert refused.message[0].isupper()
    assert "{" not in refused.message


def test_a_large_file_is_not_read_at_all() -> None:
    with pytest.raises(TableRefused, match=r"больше 5\sМБ"):
        tables.read(io.BytesIO(b""), size=5 * 1024 * 1024 + 1)


def test_limits_and_places_are_named() -> None:
    assert "Строк больше 300" in refusal(HOSTILE["too many lines"][0]).message
    assert "начиная с B2" in refusal(HOSTILE["merged cells"][0]).message
    assert "Строка 2, столбец 1" in refusal(HOSTILE["a long cell"][0]).message
