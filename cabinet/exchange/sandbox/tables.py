"""A table out of CSV or XLSX, as texts. Nothing in the file is trusted; what is wrong is a code with its numbers.

XLSX is read by calamine: it is compiled, kept up and takes the values of cells, never the formulas behind them.
"""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import IO, Any

MEGABYTE = 1024 * 1024
MOST_PARTS = 500
MOST_UNPACKED = 64 * MEGABYTE
PIECE = 64 * 1024
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
DELIMITERS = (";", "\t", ",")
_MEANT = {"UTF-8": "utf-8-sig", "UTF-16": "utf-16", "CP1251": "cp1251"}


class Fault(Exception):
    def __init__(self, code: str, **said: Any) -> None:
        self.told = {"fault": code, **said}
        super().__init__(code)


def answer(source: IO[bytes], limits: dict[str, int]) -> dict[str, Any]:
    """{"rows": [[line of the file, [texts]], …], "notes": [codes]}, or {"fault": code, …}."""
    try:
        return read(source, limits)
    except Fault as fault:
        return fault.told


def read(source: IO[bytes], limits: dict[str, int]) -> dict[str, Any]:
    begin = source.read(4)
    source.seek(0)
    if not begin:
        raise Fault("empty")
    if begin.startswith(OLD_EXCEL):
        raise Fault("old_or_protected")
    notes: list[str] = []
    rows = _of_xlsx(source, limits, notes) if begin.startswith(b"PK") else _of_csv(source.read(), limits)
    kept: list[tuple[int, list[str]]] = []
    letters = 0
    for line, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits["columns"]:
            raise Fault("too_many_columns", count=len(cells))
        if len(kept) > limits["lines"]:  # one is the heading
            raise Fault("too_many_lines")
        for number, text in enumerate(cells, start=1):
            if len(text) > limits["cell"]:
                raise Fault("cell_too_long", line=line, column=number)
            letters += len(text)
        if letters > limits["letters"]:
            raise Fault("too_much_text")
        kept.append((line, cells))
    if len(kept) < 2:
        raise Fault("no_lines")
    return {"rows": kept, "notes": notes}


def _of_csv(content: bytes, limits: dict[str, int]) -> Any:
    text = _decoded(content)
    if "\0" in text:
        raise Fault("not_a_table")
    csv.field_size_limit(max(limits["cell"] * 4, 1024))
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            code = "cell_too_long" if "field limit" in str(error) else "quote_open"
            raise Fault(code, line=reader.line_num, column=1) from None
        if cells is None:
            return
        yield reader.line_num, [_clean(cell) for cell in cells]


def _decoded(content: bytes) -> str:
    """UTF-8 with its mark or without, UTF-16 with its mark, or else CP1251, in which Excel saves CSV in Russia."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("UTF-16",) if is_utf16 else ("UTF-8", "CP1251"):
        try:
            text = content.decode(_MEANT[name])
        except UnicodeDecodeError:
            continue
        if name == "CP1251" and not _looks_russian(text):
            break
        return text
    raise Fault("encoding")


def _looks_russian(text: str) -> bool:
    """Whatever bytes there are, almost all of them are letters of CP1251: so most of these letters must be Russian."""
    foreign = [sign for sign in text[:20_000] if ord(sign) > 127]
    russian = [sign for sign in foreign if "а" <= sign.lower() <= "я" or sign in "ёЁ№«»—–\u00a0"]
    small = [sign for sign in russian if sign.islower() or sign in "№«»—–\u00a0"]
    # Bytes of DOS (CP866) read as CP1251 give capitals of odd shapes and signs of frames.
    return len(russian) >= 0.9 * len(foreign) and len(small) >= 0.4 * len(foreign)


def _delimiter(text: str) -> str:
    """The one that divides the heading into the most cells."""
    head = io.StringIO(text, newline="")

    def cells(delimiter: str) -> int:
        head.seek(0)
        try:
            return len(next(csv.reader(head, delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _of_xlsx(source: IO[bytes], limits: dict[str, int], notes: list[str]) -> Any:
    sheets = _looked_at(source, notes)
    if not sheets:
        raise Fault("not_xlsx")
    source.seek(0)
    # Compiled for each version of Python and only needed for this kind of file.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(source)
        names = [
            one.name for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]  # fmt: skip
        if not names:
            raise Fault("no_lines")
        if len(names) > 1:
            notes.append("first_sheet")
        sheet = book.get_sheet_by_name(names[0])
    except CalamineError:
        raise Fault("damaged") from None
    if sheet.width > limits["columns"]:
        raise Fault("too_many_columns", count=sheet.width)
    if sheet.merged_cell_ranges:
        (top, left), _ = sheet.merged_cell_ranges[0]
        raise Fault("merged", place=f"{_letters(left)}{top + 1}")
    first = (sheet.start or (0, 0))[0]
    for number, row in enumerate(sheet.iter_rows(), start=first + 1):
        yield number, [_text(cell) for cell in row]


def _looked_at(source: IO[bytes], notes: list[str]) -> list[str]:
    """The sheets of the archive. Raises Fault for one that unpacks into too much or names what no parser should see."""
    try:
        with zipfile.ZipFile(source) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise Fault("too_large_unpacked")
            sheets = [info for info in infos if info.filename.startswith("xl/worksheets/")]
            unpacked, has_formulas = 0, False
            for info in infos:
                if not info.filename.endswith((".xml", ".rels")):
                    continue
                tail = b""
                with archive.open(info) as part:
                    while piece := part.read(PIECE):
                        unpacked += len(piece)
                        if unpacked > MOST_UNPACKED:  # whatever the directory says
                            raise Fault("too_large_unpacked")
                        seen = tail + piece
                        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                            raise Fault("damaged")
                        has_formulas = has_formulas or (info in sheets and (b"<f>" in seen or b"<f " in seen))
                        tail = piece[-16:]
            if has_formulas:
                notes.append("formulas")
            return [info.filename for info in sheets]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Fault("damaged") from None


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        moment = f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
        return moment if cell.time() == time.min else f"{moment} {cell.hour:02}:{cell.minute:02}"
    if isinstance(cell, date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    if isinstance(cell, time):
        return f"{cell.hour:02}:{cell.minute:02}"
    return _clean(str(cell))


def _clean(text: str) -> str:
    """One line without what steers: marks of direction, control signs, blanks that do not break."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
