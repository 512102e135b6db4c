"""A book as JSON lines, written while it is sent."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from tenancy.company import inside

from .registry import Book, Row


def sent(book: Book, steps: Iterator[list[Row]], *, company: Any) -> Iterator[bytes]:
    """The company is told: a response is sent when the request no longer belongs to one."""
    codes = [column.code for column in book.columns]
    while True:
        with inside(company):
            step = next(steps, None)
            if step is None:
                return
            lines = [json.dumps(dict(zip(codes, map(_value, row), strict=True)), ensure_ascii=False) for row in step]
        yield "".join(f"{line}\n" for line in lines).encode()


def _value(value: Any) -> Any:
    """Moments bear their zone, sums and power are strings with a decimal point, as in the API."""
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value
