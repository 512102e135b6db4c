"""Everything that can be done with exchange files."""

from .exports import ROWS_AT_MOST, TooManyRows, export
from .imports import Report, enter, remember_columns, tried
from .relocation import enter_lines, try_lines

__all__ = [
    "ROWS_AT_MOST",
    "Report",
    "TooManyRows",
    "enter",
    "enter_lines",
    "export",
    "remember_columns",
    "tried",
    "try_lines",
]
