"""The table of a file that somebody has brought, read by a confined child."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from documents.sandbox.child import ChildFailed, Limits, run
from tenancy.errors import DomainError
from ui import words

MEGABYTE = 1024 * 1024
BYTES_AT_MOST = 5 * MEGABYTE
LINES_AT_MOST = 300  # entered in one transaction, while a person waits
COLUMNS_AT_MOST = 100
LETTERS_AT_MOST = 500_000
CELL_AT_MOST = 2_000
_SCRIPT = Path(__file__).parents[1] / "sandbox" / "__main__.py"
_LIMITS = Limits(seconds=15, patience=30)

FAULTS = {
    "empty": "Файл пуст. Выберите другой",
    "too_large": "Файл больше {size}. Разделите его на несколько",
    "old_or_protected": "Файл защищён паролем или в старом формате XLS. Снимите пароль и сохраните его как XLSX",
    "not_xlsx": "Это не таблица Excel. Сохраните её как XLSX или CSV",
    "not_a_table": "Это не таблица: внутри двоичные данные. Сохраните её как XLSX или CSV",
    "damaged": "Файл повреждён и не открывается. Сохраните его заново как XLSX или CSV",
    "too_complex": "Файл слишком сложен, прочитать его не удалось. Скопируйте нужные столбцы в новую таблицу",
    "too_large_unpacked": "Файл при распаковке становится слишком большим. Скопируйте нужные столбцы в новую таблицу",
    "encoding": "Не удалось понять кодировку. Сохраните файл как CSV в UTF-8 или как XLSX",
    "quote_open": "Строка {line}: кавычка не закрыта, или после неё стоит лишнее. Исправьте и загрузите снова",
    "cell_too_long": "Строка {line}, столбец {column}: в ячейке больше {cell} знаков. Сократите её",
    "too_many_columns": "Столбцов {count}, а можно не больше {columns}. Удалите лишние",
    "too_many_lines": "Строк больше {lines}. Разделите файл на несколько",
    "too_much_text": "В файле больше {letters} знаков. Разделите его на несколько",
    "no_lines": "В файле нет ни одной строки под заголовками. Первая строка — названия столбцов, ниже — заявки",
    "merged": "Ячейки объединены, начиная с {place}. Разъедините их: в каждой строке должно стоять всё своё",
}
NOTES = {
    "formulas": "В файле есть формулы: взяты их значения, посчитанные при последнем сохранении",
    "first_sheet": "В файле несколько листов: взят первый",
}


class TableRefused(DomainError):
    status = 422

    def __init__(self, fault: str, most: "Most", **said: object) -> None:
        self.code = f"table_{fault}"
        limits = {
            "size": words.size(most.size), "lines": words.grouped(most.lines), "columns": COLUMNS_AT_MOST,
            "cell": words.grouped(CELL_AT_MOST), "letters": words.grouped(most.letters),
        }  # fmt: skip
        super().__init__(FAULTS[fault].format(**{**limits, **said}))


@dataclass(frozen=True)
class Line:
    """A line under the headings, by its number in the file."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Most:
    """How much a file may hold."""

    size: int = BYTES_AT_MOST
    lines: int = LINES_AT_MOST
    letters: int = LETTERS_AT_MOST
    written: int = 16 * MEGABYTE  # bytes that the child may answer with


OF_A_FORM = Most()


def read(file: IO[bytes], *, size: int, most: Most = OF_A_FORM) -> Table:
    """Raises TableRefused."""
    if size > most.size:
        raise TableRefused("too_large", most)
    asked = {"lines": most.lines, "columns": COLUMNS_AT_MOST, "letters": most.letters, "cell": CELL_AT_MOST}
    limits = replace(_LIMITS, written=most.written)
    try:
        told = json.loads(run([_SCRIPT, json.dumps(asked)], input=file.read(most.size + 1), limits=limits))
    except (ChildFailed, ValueError):
        raise TableRefused("too_complex", most) from None
    if "fault" in told:
        raise TableRefused(told.pop("fault"), most, **told)
    (_, heads), *rest = told["rows"]
    width = max(len(cells) for _, cells in told["rows"])
    named = [head or f"Столбец {number}" for number, head in enumerate([*heads, *[""] * (width - len(heads))], start=1)]
    return Table(tuple(named), tuple(Line(number, tuple(cells)) for number, cells in rest), tuple(told["notes"]))
