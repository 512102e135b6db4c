"""A book leaves as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from django.db import transaction

from accounts.models import User
from audit import record
from cabinet.company.queries import profile
from tenancy.company import current_company
from tenancy.errors import DomainError

from .. import json_lines, sheet
from ..period import Period
from ..registry import Book

ROWS_AT_MOST = 200_000
Format = Literal["xlsx", "jsonl"]


class TooManyRows(DomainError):
    status = 422
    code = "too_many_rows"
    message = "За этот период {rows} строк, а в одном файле может быть {limit}. Выгрузите его по частям"


def export(book: Book, *, period: Period, format: Format, site: str, by: User, now: datetime) -> Iterator[bytes]:
    """The file of a book, in pieces. That it was taken, by whom and of which days is in the journal before the first.

    `site` is the address of the cabinet for links. Raises TooManyRows.
    """
    rows = book.count(period)
    if rows > ROWS_AT_MOST:
        raise TooManyRows(rows=rows, limit=ROWS_AT_MOST)
    with transaction.atomic():
        record(
            by, "exchange.exported", profile(), now=now, book=book.code, format=format, rows=rows,
            since=period.since.isoformat(), until=period.until.isoformat(),
        )  # fmt: skip
    steps = book.steps(period, site)
    if format == "xlsx":
        return sheet.pieces(sheet.written(book, steps))
    return json_lines.sent(book, steps, company=current_company())
