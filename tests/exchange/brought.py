"""Files that people bring: tables of applications, honest ones and hostile ones."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from accounts import synthetic

HEADS = ("Дата поступления", "ФИО", "СНИЛС", "Телефон", "Тип заявки", "Адрес объекта", "Мощность, кВт")


def person(n: int, **changed: str) -> tuple[str, ...]:
    told = {
        "day": "12.03.2026", "name": "Кузнецова Вера Ильинична", "snils": synthetic.snils(n),
        "phone": synthetic.phone(n), "type": "Новое присоединение", "address": f"Лугореченск, ул. Мира, {n}",
        "power": "12,5", **changed,
    }  # fmt: skip
    return tuple(told.values())


def csv(
    rows: Iterable[Sequence[str]], *, heads: Sequence[str] = HEADS, by: str = ";", encoding: str = "utf-8"
) -> bytes:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in f'{by}"\n') else text

    return "\r\n".join(by.join(map(cell, row)) for row in (heads, *rows)).encode(encoding)


def xlsx(rows: Iterable[Sequence[Any]], *, heads: Sequence[str] = HEADS, more: Any = None) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((heads, *rows)):
            sheet.write_row(number, 0, row)
        if more:
            more(book, sheet)
    return out.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """With parts put in the place of others, or beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info))
        for name, told in parts.items():
            new.writestr(name, told)
    return out.getvalue()


def file(content: bytes, name: str = "заявки.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
