"""The pages of an act and of a document that changes an invoice: both parties, lines, the total, signatures."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from billing.sheets.amount import in_figures, in_words
from billing.sheets.paper import RIGHT, STRONG, STRONG_RIGHT, TITLE, WIDTH, grid, pairs, printed, register_fonts, said

from .models import Invoice


def drawn(*, title: str, preamble: str, words: list[str], invoice: Invoice, both_sign: bool) -> bytes:
    register_fonts()
    seller, buyer = invoice.seller, invoice.buyer
    story: list[Flowable] = [
        said(title, TITLE),
        said(preamble),
        Spacer(0, 2 * mm),
        pairs(
            [("Исполнитель", said(_in_line(seller))), ("Заказчик", said(_in_line(buyer)))], [28 * mm, WIDTH - 28 * mm]
        ),
        Spacer(0, 3 * mm),
        _lines(invoice),
        Spacer(0, 2 * mm),
        *_total(invoice),
        Spacer(0, 3 * mm),
        *(said(line) for line in words),
        Spacer(0, 6 * mm),
        KeepTogether(_signatures(invoice, both_sign=both_sign)),
    ]
    return printed(story, title=title, author=seller["name"])


def _in_line(told: dict[str, Any]) -> str:
    named = (("ИНН", told["inn"]), ("КПП", told["kpp"]), ("ОГРН", told["ogrn"]), ("", told["address"]))
    return ", ".join([told["name"], *(f"{name} {value}".strip() for name, value in named if value)])


def _lines(invoice: Invoice) -> Flowable:
    rows: list[tuple[Any, ...]] = [("№", "Услуга", "Кол-во", "Ед.", "Без НДС, ₽", "НДС, ₽", "Сумма, ₽")]
    for number, line in enumerate(invoice.lines, start=1):
        vat = in_figures(line["vat"]) if line["vat_percent"] else "Без НДС"
        sums = (in_figures(line["net"]), vat, in_figures(line["gross"]))
        rows.append((str(number), said(line["name"]), str(line["quantity"]), said(line["unit"]), *sums))
    widths = [7 * mm, 0, 16 * mm, 20 * mm, 26 * mm, 24 * mm, 26 * mm]
    widths[1] = WIDTH - sum(widths)
    return grid(rows, widths, ("ALIGN", (4, 0), (-1, -1), "RIGHT"))


def _total(invoice: Invoice) -> list[Flowable]:
    vat = f"В том числе НДС {invoice.vat_percent} %" if invoice.vat_percent else "Без НДС"
    rows = [
        (said("Итого без НДС", RIGHT), f"{in_figures(invoice.net)} ₽"),
        (said(vat, RIGHT), f"{in_figures(invoice.vat)} ₽" if invoice.vat_percent else "—"),
        (said("Всего", STRONG_RIGHT), f"{in_figures(invoice.gross)} ₽"),
    ]
    minus = "минус " if invoice.gross < 0 else ""
    told = f"Сумма прописью: {minus}{in_words(abs(invoice.gross))}"
    right = [("ALIGN", (1, 0), (1, -1), "RIGHT")]
    return [KeepTogether([pairs(rows, [WIDTH - 40 * mm, 40 * mm], *right), said(told, STRONG)])]


def _signatures(invoice: Invoice, *, both_sign: bool) -> list[Flowable]:
    seller = invoice.seller
    ours = f"Исполнитель: {seller['signer_position']} ____________________ {seller['signer']}"
    theirs = "Заказчик: ____________________ / ____________________"
    return [said(ours), *([Spacer(0, 6 * mm), said(theirs)] if both_sign else [])]
