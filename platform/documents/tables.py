"""Tables as files that people open: CSV and XLSX, in which words of people are never formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook

from ui.words import in_digits

Cell = str | int | Decimal | date | None
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark and semicolons, as Russian Excel and 1С open it. Sums are `Decimal`, with a comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet. Sums and days are numbers and dates of the table, words are only words."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        bold, money, day = (
            book.add_format(told) for told in ({"bold": True}, {"num_format": "#,##0.00"}, {"num_format": "dd.mm.yyyy"})
        )
        sheet.write_row(0, 0, heads, bold)
        widths = [len(head) for head in heads]
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                widths[column] = min(60, max(widths[column], len(_text(cell))))
                if isinstance(cell, Decimal):
                    sheet.write_number(number, column, float(cell), money)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write_string(number, column, _plain(cell or ""))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def shown(cell: Cell) -> str:
    """As a page shows it."""
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}".replace(",", "\u00a0").replace(".", ",")
    return in_digits(cell) if isinstance(cell, date) else str(cell or "")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, date):
        return in_digits(cell)
    if isinstance(cell, int):
        return str(cell)
    plain = _plain(cell)
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(_FORMULAS) else plain


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
