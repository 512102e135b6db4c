"""The books that may be exported. Packages above the cabinet add theirs in their `apps.py`; none is known by name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .period import Period

# What a cell may be. A mapping is for JSON; in a spreadsheet it stands as lines «название: значение».
Value = str | int | bool | Decimal | date | datetime | dict[str, str] | list[str] | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    code: str  # in JSON
    title: str  # in the spreadsheet
    width: int = 16  # letters


@dataclass(frozen=True)
class Book:
    """One kind of data: its columns, and the rows of a period, a few hundred at a time, whatever their number."""

    code: str
    title: str
    dated: str  # which date of a row decides: «по дате подачи»
    told: str  # what is in it, and what is not
    columns: tuple[Column, ...]
    count: Callable[[Period], int]
    # `site` is the address of the cabinet, for links.
    steps: Callable[[Period, str], Iterator[list[Row]]]


_BOOKS: dict[str, Book] = {}


def register(book: Book) -> None:
    _BOOKS[book.code] = book


def books() -> list[Book]:
    return list(_BOOKS.values())


def book_of(code: str) -> Book:
    return _BOOKS[code]


def title_of(code: Any) -> str:
    """For the journal: a book that no longer exists stands by its code."""
    book = _BOOKS.get(str(code))
    return book.title.lower() if book else str(code)
