"""What the papers of money have in common: fonts, styles, text that is never markup, pages with their numbers."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

import signing

FONTS = Path(signing.__file__).parent / "papers" / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN

TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=8.5, leading=11.5, splitLongWords=1)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7.5, leading=10)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=TA_RIGHT)
STRONG_RIGHT = ParagraphStyle("strong-right", parent=RIGHT, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=13, leading=17, spaceAfter=3 * mm)
HEADING = ParagraphStyle("heading", parent=STRONG, spaceBefore=4 * mm, spaceAfter=1.5 * mm, keepWithNext=1)

RULED = ("GRID", (0, 0), (-1, -1), 0.5, (0.4, 0.4, 0.4))
CELLS = [
    ("FONT", (0, 0), (-1, -1), PLAIN, 8.5, 11.5),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def said(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of plain words. Lines stay lines, signs of markup stay signs, control characters are left out.

    Signs beyond the first 65 536 (emoji) become boxes: the font has none, and they would spoil the text layer.
    """
    printable = (sign for sign in text if sign == "\n" or sign.isprintable() or sign.isspace())
    plain = "".join(sign if sign <= "\uffff" else "□" for sign in printable)
    return Paragraph(escape(plain).replace("\n", "<br/>"), style)


def grid(rows: Sequence[Sequence[Any]], widths: Sequence[float], *styles: Any, heads: int = 1) -> Table:
    """A table with lines; its head is repeated on each page. Cells that never wrap are strings, drawn faster."""
    bold = [("FONT", (0, 0), (-1, heads - 1), BOLD, 8.5, 11.5)] if heads else []
    return _table(rows, widths, [RULED, *CELLS, *bold, *styles], heads)


def pairs(rows: Sequence[Sequence[Any]], widths: Sequence[float], *styles: Any) -> Table:
    """The same without lines and without a head."""
    return _table(rows, widths, [*CELLS, *styles], 0)


def _table(rows: Sequence[Sequence[Any]], widths: Sequence[float], styles: list[Any], heads: int) -> Table:
    return Table([list(row) for row in rows], widths, repeatRows=heads, style=styles, hAlign="LEFT")


def printed(story: list[Flowable], *, title: str, author: str) -> bytes:
    """The pages as PDF. The same story gives the same bytes."""
    register_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, author=author, invariant=1,
        # A frame pads its content by six points, which the margins give back.
        leftMargin=MARGIN - 6, rightMargin=MARGIN - 6, topMargin=MARGIN - 9, bottomMargin=MARGIN - 6,
    )  # fmt: skip

    def foot(canvas: Canvas, _document: Any) -> None:
        canvas.setFont(PLAIN, 7)
        canvas.drawString(MARGIN, MARGIN / 2, title)
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, f"стр. {canvas.getPageNumber()}")

    document.build(story, onFirstPage=foot, onLaterPages=foot, canvasmaker=_Pages)
    return out.getvalue()


class _Pages(Canvas):
    """Packed pages stay bytes: written as letters (ASCII85) they would be a quarter longer and take more time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "pageCompression": 0})  # would add ASCII85 to the packing
        self._doc.defaultStreamFilters = [PDFZCompress]


@cache
def register_fonts() -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
