"""Standardised rates as lines of a table: how they are written in CSV, and what is wrong with each line.

A line: code; name; unit; rate in roubles; voltage; settlement; category of reliability. An empty one of the last three
means «any». Pure: no Django.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from billing.bank.statement import kopecks_of

ANY = ""
UNITS = {"connection": "присоединение", "km": "км", "piece": "шт.", "kW": "кВт"}
SETTLEMENTS = {"urban": "город", "rural": "село"}
HEADS = (
    "код", "наименование", "единица", "ставка, руб.", "напряжение, кВ", "населённый пункт", "категория надёжности",
)  # fmt: skip
MOST_ROWS = 500
_CODE = re.compile(r"[CС][1-8](?:[.\d]*\d)?")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*[-–—]\s*(\d+(?:[.,]\d+)?))?")
_UNITS = {
    "присоединение": "connection", "подключение": "connection", "заявка": "connection", "км": "km", "шт": "piece",
    "штука": "piece", "точка": "piece", "квт": "kW",
}  # fmt: skip
_SETTLEMENTS = {"город": "urban", "город и пгт": "urban", "село": "rural", "сельская местность": "rural"}


@dataclass(frozen=True)
class Row:
    """One rate. `place` tells it from others of the same code: rates of one code differ by voltage and settlement."""

    place: str
    code: str
    title: str
    unit: str
    kopecks: int
    voltage: str = ANY  # «0,4», «6–20»
    settlement: str = ANY
    reliability: str = ANY

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "Row":
        return cls(**row)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def unit_named(self) -> str:
        return UNITS[self.unit]

    @property
    def settlement_named(self) -> str:
        return SETTLEMENTS.get(self.settlement, "")

    @property
    def where(self) -> list[str]:
        """For what else it holds, beside its voltage."""
        return [
            *filter(None, [self.settlement_named]),
            *([f"категория {self.reliability}"] if self.reliability else []),
        ]

    def fits_voltage(self, kilovolts: Decimal) -> bool:
        if self.voltage == ANY:
            return True
        ends = [Decimal(end) for end in self.voltage.split("-")]
        # 220 V is a phase of a line of 0.4 kV.
        return ends[0] <= max(kilovolts, Decimal("0.4")) <= ends[-1]

    @property
    def voltage_named(self) -> str:
        return f"{self.voltage.replace('.', ',').replace('-', '–')} кВ" if self.voltage else ""


@dataclass(frozen=True)
class Mistake:
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Строка {self.line}: {self.sentence}"


def read(text: str) -> tuple[list[Row], list[Mistake]]:
    """The rates of a table and all mistakes of its lines. The head and empty lines are left out."""
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        if not any(cell.strip() for cell in cells) or cells[0].strip().lower() == HEADS[0]:
            continue
        if number > MOST_ROWS:
            mistakes.append(Mistake(number, f"ставок больше {MOST_ROWS}. Разделите тариф по периодам или регионам"))
            break
        row, wrong = _row(number, [" ".join(cell.split()) for cell in cells])
        mistakes += wrong
        if row is None:
            continue
        same = (row.code, row.title, row.unit, row.voltage, row.settlement, row.reliability)
        if same in seen:
            mistakes.append(Mistake(number, f"такая же ставка уже есть в строке {seen[same]}. Оставьте одну из них"))
            continue
        seen[same] = number
        rows.append(row)
    return rows, mistakes


def written(rows: Sequence[Row]) -> str:
    """The table as CSV, to be read by `read` again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADS)
    for row in rows:
        roubles = f"{row.kopecks // 100},{row.kopecks % 100:02}"
        writer.writerow(
            (row.code, row.title, UNITS[row.unit], roubles, row.voltage.replace(".", ","), row.settlement_named,
             row.reliability)
        )  # fmt: skip
    return out.getvalue()


TEMPLATE = written(
    [
        Row("", "C1", "Организационные мероприятия", "connection", 1974500),
        Row("", "C2", "Воздушная линия 0,4 кВ", "km", 117373544, "0.4", "rural"),
        Row("", "C3", "Кабельная линия 0,4 кВ", "km", 293433860, "0.4", "urban"),
        Row("", "C5", "Трансформаторная подстанция 6–20 кВ", "kW", 1250000, "6-20"),
        Row("", "C8", "Прибор учёта", "piece", 2409030, "0.4"),
    ]
)


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t", key=first.count)


def _row(number: int, cells: list[str]) -> tuple[Row | None, list[Mistake]]:
    cells = [*cells, *[""] * (len(HEADS) - len(cells))]
    code, title, unit, rate, voltage, settlement, reliability = cells[: len(HEADS)]
    wrong = []
    if any(cells[len(HEADS) :]):
        wrong.append(f"в строке больше {len(HEADS)} столбцов. Уберите лишние, столбцы разделяют точкой с запятой")
    code = code.upper()
    if not _CODE.fullmatch(code):
        wrong.append("код ставки — С1…С8, например С3 или С3.1. Исправьте первый столбец")
    if not title or len(title) > 200:
        wrong.append("напишите наименование ставки, до 200 знаков, во втором столбце")
    unit = _UNITS.get(unit.lower().rstrip("."), "")
    if not unit:
        wrong.append(f"единица — одна из: {', '.join(UNITS.values())}. Исправьте третий столбец")
    kopecks = kopecks_of(rate)
    if kopecks is None:
        wrong.append("ставка — положительное число рублей и копеек, например 19 745,00. Исправьте четвёртый столбец")
    volts = _voltage(voltage)
    if volts is None:
        wrong.append("напряжение — число или промежуток в кВ, например 0,4 или 6–20. Исправьте пятый столбец")
    place = _SETTLEMENTS.get(settlement.lower(), None if settlement else ANY)
    if place is None:
        wrong.append("населённый пункт — «город», «село» или пусто. Исправьте шестой столбец")
    if reliability not in {ANY, "1", "2", "3"}:
        wrong.append("категория надёжности — 1, 2, 3 или пусто. Исправьте седьмой столбец")
    if wrong or kopecks is None or volts is None or place is None:
        return None, [Mistake(number, sentence) for sentence in wrong]
    return Row(f"r{number}", code.replace("С", "C"), title, unit, kopecks, volts, place, reliability), []


def _voltage(text: str) -> str | None:
    if not text:
        return ANY
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    ends = [Decimal(end.replace(",", ".")) for end in found.groups() if end]
    if ends != sorted(ends):
        return None
    return "-".join(format(end, "f") for end in ends)
