"""The pages of an invoice: bank details and the code, the parties, lines, total, parts, reckoning."""

from decimal import Decimal
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from . import code
from .amount import in_figures
from .invoice import ELECTRONIC, InvoiceSheet
from .paper import (
    BOLD,
    HEADING,
    RIGHT,
    SMALL,
    STRONG,
    STRONG_RIGHT,
    TEXT,
    TITLE,
    WIDTH,
    grid,
    pairs,
    printed,
    register_fonts,
    said,
)  # fmt: skip

CODE_SIDE = 42 * mm  # without the quiet zone; the longest code has 129 modules, each of them a third of a millimetre


def drawn(sheet: InvoiceSheet) -> bytes:
    register_fonts()
    story: list[Flowable] = [
        said(sheet.title, TITLE),
        _where_to_pay(sheet),
        Spacer(0, 3 * mm),
        *_facts(sheet),
        Spacer(0, 3 * mm),
        _lines(sheet),
        Spacer(0, 2 * mm),
        *_total(sheet),
        *_schedule(sheet),
        *_steps(sheet),
        *_foot(sheet),
    ]
    return printed(story, title=sheet.title, author=sheet.seller.name)


def _where_to_pay(sheet: InvoiceSheet) -> Table:
    """The requisites as a payment order has them, and the code beside them."""
    rows = [
        ("Получатель", sheet.seller.name),
        ("ИНН", sheet.seller.inn),
        ("КПП", sheet.seller.kpp),
        ("Расчётный счёт", sheet.bank.account),
        ("Банк получателя", sheet.bank.name),
        ("БИК", sheet.bank.bik),
        ("Корр. счёт", sheet.bank.correspondent_account),
        ("Назначение", sheet.purpose),
    ]
    words = sheet.code
    column = CODE_SIDE * 1.35 if words else 0.0
    told = grid(
        [(name, said(value, STRONG)) for name, value in rows if value],
        [32 * mm, WIDTH - 32 * mm - column],
        heads=0,
    )
    if words is None:
        return told
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (1, 0), (1, 0), "RIGHT")]
    bare = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return Table([[told, PaymentCode(words)]], [WIDTH - column, column], style=[*style, *bare])


class PaymentCode(Flowable):
    """The QR code with its quiet zone and a line of what it is for."""

    def __init__(self, words: bytes) -> None:
        super().__init__()
        self.modules, self.bars = code.bars(words)
        self.module = CODE_SIDE / self.modules
        self.width = CODE_SIDE + 2 * code.QUIET * self.module
        self.height = self.width + 4 * mm

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.saveState()
        canvas.setFillGray(0)
        canvas.translate(code.QUIET * self.module, self.height - code.QUIET * self.module)
        canvas.scale(self.module, -self.module)  # whole numbers of modules, from the top
        # Two thousand rectangles as one literal: a path object would format each number by itself, at 20 ms a code.
        canvas.addLiteral(" ".join(f"{x} {y} {length} 1 re" for x, y, length in self.bars) + " f")
        canvas.restoreState()
        canvas.setFont(SMALL.fontName, 6.5)
        canvas.drawCentredString(self.width / 2, 1.5 * mm, "Оплата по коду в приложении банка")


def _facts(sheet: InvoiceSheet) -> list[Flowable]:
    term = f"{sheet.pay_until:%d.%m.%Y} включительно" if sheet.pay_until else ""
    facts = [
        ("Поставщик", said(sheet.seller.in_line)),
        ("Плательщик", said(sheet.payer.in_line)),
        ("Основание", said(sheet.basis) if sheet.basis else None),
        ("Оплатить до", said(term, STRONG) if term else None),
        ("Срок оплаты", said(sheet.pay_within, STRONG) if sheet.pay_within and not term else None),
    ]
    return [pairs([(name, value) for name, value in facts if value], [28 * mm, WIDTH - 28 * mm])]


def _lines(sheet: InvoiceSheet) -> Table:
    rows: list[tuple[Any, ...]] = [("№", "Услуга", "Кол-во", "Ед.", "Цена, ₽", "Без НДС, ₽", "НДС, ₽", "Сумма, ₽")]
    for number, line in enumerate(sheet.lines, start=1):
        vat = in_figures(line.sum.vat) if sheet.vat_percent else "Без НДС"
        sums = (in_figures(line.kopecks), in_figures(line.sum.net), vat, in_figures(line.sum.gross))
        rows.append((str(number), said(line.name), _number(line.quantity), said(line.unit), *sums))
    widths = [7 * mm, 0, 16 * mm, 14 * mm, 23 * mm, 24 * mm, 23 * mm, 25 * mm]
    widths[1] = WIDTH - sum(widths)
    return grid(rows, widths, ("ALIGN", (2, 0), (2, -1), "RIGHT"), ("ALIGN", (4, 0), (-1, -1), "RIGHT"))


def _total(sheet: InvoiceSheet) -> list[Flowable]:
    total = sheet.total
    rows = [
        (said("Итого без НДС", RIGHT), f"{in_figures(total.net)} ₽"),
        (said(sheet.vat_in_words, RIGHT), f"{in_figures(total.vat)} ₽" if sheet.vat_percent else "—"),
        (said("Всего к оплате", STRONG_RIGHT), f"{in_figures(total.gross)} ₽"),
    ]
    right = [("ALIGN", (1, 0), (1, -1), "RIGHT"), ("FONT", (1, 2), (1, 2), BOLD, 8.5, 11.5)]
    sums = pairs(rows, [WIDTH - 40 * mm, 40 * mm], *right)
    return [KeepTogether([sums, said(f"Сумма прописью: {sheet.in_words}", STRONG)])]


def _schedule(sheet: InvoiceSheet) -> list[Flowable]:
    if not sheet.schedule:
        return []
    rows: list[tuple[Any, ...]] = [("Платёж", "Срок", "НДС, ₽", "Сумма, ₽")]
    for part in sheet.schedule:
        style = STRONG if part.is_this else TEXT
        name = f"{part.name} — этот счёт" if part.is_this else part.name
        vat = in_figures(part.vat) if sheet.vat_percent else "Без НДС"
        rows.append((said(name, style), said(part.due, style), vat, in_figures(part.gross)))
    table = grid(rows, [52 * mm, WIDTH - 106 * mm, 26 * mm, 28 * mm], ("ALIGN", (2, 0), (-1, -1), "RIGHT"))
    return [said("График платежей", HEADING), table]


def _steps(sheet: InvoiceSheet) -> list[Flowable]:
    if not sheet.steps:
        return []
    return [said("Расчёт", HEADING), *(said(f"{n}. {step}", SMALL) for n, step in enumerate(sheet.steps, start=1))]


def _foot(sheet: InvoiceSheet) -> list[Flowable]:
    notes = [said(note) for note in sheet.all_notes]
    signed = [said(f"{position} ____________________ {name}") for position, name in sheet.signed_by]
    return [Spacer(0, 3 * mm), *notes, Spacer(0, 2 * mm), KeepTogether(signed or [said(ELECTRONIC, STRONG)])]


def _number(quantity: Decimal) -> str:
    return format(quantity.normalize(), "f").replace(".", ",")
