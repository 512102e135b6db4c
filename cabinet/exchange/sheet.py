"""A book as XLSX, row by row into a temporary file: a hundred thousand rows take the memory of one."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.timezone import localtime
from xlsxwriter import Workbook

from .registry import Book, Row, Value

LONGEST = 32_767  # letters of a cell, as Excel has it
PIECE = 64 * 1024
_FIRST_YEAR = 1900  # a spreadsheet knows no earlier days
_EXACT = 15  # digits that a spreadsheet keeps of a number


def written(book: Book, steps: Iterable[list[Row]]) -> IO[bytes]:
    """The whole file, at its beginning. Words of people are words: never formulas, never links."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(book.title[:31])
        formats = {
            name: workbook.add_format(told)
            for name, told in {
                "head": {"bold": True},
                "day": {"num_format": "dd.mm.yyyy"},
                "moment": {"num_format": "dd.mm.yyyy hh:mm:ss"},
            }.items()
        }
        for number, column in enumerate(book.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, formats["head"])
        sheet.freeze_panes(1, 0)
        line = 1
        for step in steps:
            for row in step:
                for number, value in enumerate(row):
                    _write(sheet, line, number, value, formats)
                line += 1
    file.seek(0)
    return file


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _write(sheet: Any, line: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, column, "да" if value else "нет")
    elif isinstance(value, datetime):
        sheet.write_datetime(line, column, localtime(value).replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    elif isinstance(value, int | Decimal) and len(str(value)) <= _EXACT:
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, _text(value))


def _text(value: Value) -> str:
    if isinstance(value, dict):
        text = "\n".join(f"{name}: {told}" for name, told in value.items())
    else:
        text = ", ".join(value) if isinstance(value, list) else str(value)
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
