"""The A4 pages of papers about signatures: lines, pairs of name and value, boxes with a QR code."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from qrcode import QRCode
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .wording import Pair

FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
WIDTH, HEIGHT = A4
MARGIN = 20 * mm
SIZE = 8  # points
LINE = 4.2 * mm
LABEL = 43 * mm  # width of the column of names; a moment with seconds fits
QR = 24 * mm
INK = (0.10, 0.27, 0.60)
ALARM = (0.75, 0.10, 0.10)
BLACK = (0.0, 0.0, 0.0)


class Pages:
    """Pages that are filled from the top; a new one begins by itself. The same content gives the same bytes."""

    def __init__(self, title: str) -> None:
        _register_fonts()
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=A4, invariant=True)
        self._canvas.setTitle(title)
        self._title = title
        self._top = 0.0
        self._begin_page()

    def lines(self, *lines: str) -> None:
        for line in lines:
            for part in wrapped(line, PLAIN, WIDTH - 2 * MARGIN):
                self._room(LINE)
                self._write(MARGIN, part)
                self._top -= LINE
        self._top -= LINE / 2

    def heading(self, text: str) -> None:
        self._room(4 * LINE)
        self._write(MARGIN, text, font=BOLD)
        self._top -= 1.3 * LINE

    def pairs(self, pairs: Sequence[Pair]) -> None:
        for name, part in _laid_out(pairs, WIDTH - 2 * MARGIN - LABEL):
            self._room(LINE)
            self._write(MARGIN, name)
            self._write(MARGIN + LABEL, part)
            self._top -= LINE
        self._top -= LINE / 2

    def box(self, title: str, pairs: Sequence[Pair], *, link: str, alarms: Sequence[str] = ()) -> None:
        """Draw a stamp, never split between pages. `link` becomes a QR code; `alarms` stand in red under the title."""
        rows = list(_laid_out(pairs, WIDTH - 2 * MARGIN - LABEL - QR - 12 * mm))
        red = [part for alarm in alarms for part in wrapped(alarm, BOLD, WIDTH - 2 * MARGIN - QR - 12 * mm)]
        tall = max(13 * mm + (len(rows) + len(red)) * LINE, QR + 10 * mm)
        self._room(tall)
        canvas, bottom = self._canvas, self._top - tall
        canvas.setStrokeColorRGB(*INK)
        canvas.roundRect(MARGIN, bottom, WIDTH - 2 * MARGIN, tall, 3 * mm, stroke=1, fill=0)
        _draw_qr(canvas, link, WIDTH - MARGIN - QR - 4 * mm, self._top - QR - 4 * mm)
        self._top -= 7 * mm
        self._write(MARGIN + 4 * mm, title, font=BOLD, color=INK)
        for part in red:
            self._top -= LINE
            self._write(MARGIN + 4 * mm, part, font=BOLD, color=ALARM)
        self._top -= 1.4 * LINE
        for name, part in rows:
            self._write(MARGIN + 4 * mm, name, color=INK)
            self._write(MARGIN + 4 * mm + LABEL, part, color=INK)
            self._top -= LINE
        self._top = bottom - 5 * mm

    def pdf(self) -> bytes:
        self._canvas.save()
        return self._out.getvalue()

    def _begin_page(self) -> None:
        self._top = HEIGHT - MARGIN
        self._write(MARGIN, self._title, font=BOLD, size=12)
        self._canvas.setFont(PLAIN, SIZE)
        self._canvas.drawRightString(WIDTH - MARGIN, MARGIN / 2, str(self._canvas.getPageNumber()))
        self._top -= 8 * mm

    def _room(self, tall: float) -> None:
        if self._top - tall < MARGIN:
            self._canvas.showPage()
            self._begin_page()

    def _write(
        self, left: float, text: str, *, font: str = PLAIN, size: float = SIZE, color: tuple[float, ...] = BLACK
    ) -> None:
        self._canvas.setFillColorRGB(*color)
        self._canvas.setFont(font, size)
        self._canvas.drawString(left, self._top, text)


def wrapped(text: str, font: str, width: float) -> list[str]:
    """The text as lines that fit into `width`. A word longer than a line is broken."""
    lines, line = [], ""
    for word in text.split():
        if line and _fits(f"{line} {word}", font, width):
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        while not _fits(word, font, width):
            whole = next(n for n in range(len(word), 0, -1) if n == 1 or _fits(word[:n], font, width))
            lines.append(word[:whole])
            word = word[whole:]
        line = word
    return [*lines, line] if line or not lines else lines


def _laid_out(pairs: Sequence[Pair], width: float) -> Iterator[Pair]:
    """Rows of a name and a line of its value; the name stands in the first row only. Empty values are left out."""
    for name, value in pairs:
        if not value:
            continue
        for number, part in enumerate(wrapped(value, PLAIN, width)):
            yield ("" if number else name, part)


def _fits(text: str, font: str, width: float) -> bool:
    return bool(pdfmetrics.stringWidth(text, font, SIZE) <= width)


def _draw_qr(canvas: Canvas, text: str, left: float, bottom: float) -> None:
    code = QRCode(border=0)
    code.add_data(text)
    rows = code.get_matrix()
    side = QR / len(rows)
    canvas.setFillColorRGB(*BLACK)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                canvas.rect(left + x * side, bottom + QR - (y + 1) * side, side, side, stroke=0, fill=1)


@cache
def _register_fonts() -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
