"""A Word file drawn as PDF: paragraphs, lists, tables, pictures, header and footer. The same file gives the same bytes.

It is no Word: what a file says is kept, where exactly each letter stands is not.
"""

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
SIDE, TOP, BOTTOM = 20 * mm, 20 * mm, 18 * mm
HEAD = 14 * mm  # room for a header above the text
BODY = 9.5  # points, where a file says nothing
NARROWER = 0.88  # DejaVu is wider than the fonts that people write with
ALIGNED = {
    WD_ALIGN_PARAGRAPH.CENTER: TA_CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT: TA_RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY: TA_JUSTIFY,
}
HEADINGS = {"Title": 14.0, "Heading 1": 13.0, "Heading 2": 11.0, "Heading 3": 10.0}
LEADING = 1.3
RULE = HexColor("#8a8a8a")
PADDING = 3.0


def draw(source: Path, result: Path, *, fonts: Path) -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    Sheet(docx.Document(str(source))).build(result)


Styles = tuple[Any, ...]  # of a paragraph, the nearest first


class Words(Paragraph):
    """A paragraph that is broken into lines once for a width: a table asks for it again on every page."""

    _wrapped: tuple[float, Any] | None = None

    def wrap(self, width: float, height: float) -> Any:
        if self._wrapped is None or self._wrapped[0] != width or not hasattr(self, "blPara"):
            self._wrapped = (width, super().wrap(width, height))
        return self._wrapped[1]


@dataclass(frozen=True)
class Look:
    is_bold: bool
    is_underlined: bool
    size: float  # points; 0: as the paragraph has it
    color: str

    def as_style(self) -> dict[str, Any]:
        """For a paragraph in which all letters look so."""
        said: dict[str, Any] = {"fontName": BOLD if self.is_bold else PLAIN}
        if self.size:
            said |= {"fontSize": self.size, "leading": self.size * LEADING, "bulletFontSize": self.size}
        if self.color:
            said["textColor"] = HexColor(self.color)
        return said


@dataclass(frozen=True)
class Piece:
    text: str
    look: Look


class Sheet:
    def __init__(self, word: Any) -> None:
        self.word = word
        section = word.sections[0]
        is_wide = section.page_width is not None and section.page_width > (section.page_height or 0)
        self.size = (A4[1], A4[0]) if is_wide else A4
        self.width = self.size[0] - 2 * SIDE
        self.header = [block for block in section.header.iter_inner_content() if _says(block)]
        self.footer = [block for block in section.footer.iter_inner_content() if _says(block)]
        self._chains: dict[str | None, Styles] = {}

    def build(self, result: Path) -> None:
        top = TOP + (HEAD if self.header else 0)
        frame = Frame(SIDE, BOTTOM, self.width, self.size[1] - top - BOTTOM, 0, 0, 0, 0, id="text")
        made = BaseDocTemplate(
            str(result),
            pagesize=self.size,
            title=self.word.core_properties.title or "",
            author="",
            invariant=1,
            pageTemplates=[PageTemplate(id="page", frames=[frame], onPage=self._margins)],
        )
        story = list(self._blocks(self.word, self.width))
        made.build(story or [Spacer(1, 1)])

    def _margins(self, canvas: Canvas, made: BaseDocTemplate) -> None:
        """What stands on each page above and under the text."""
        canvas.saveState()
        canvas.setFont(PLAIN, 7.5)
        canvas.drawRightString(self.size[0] - SIDE, BOTTOM / 2, str(canvas.getPageNumber()))
        for blocks, bottom in ((self.header, self.size[1] - TOP - HEAD + 4), (self.footer, 4 * mm)):
            if blocks:
                room = HEAD + TOP / 2 if blocks is self.header else BOTTOM - 6 * mm
                width = self.width - (0 if blocks is self.header else 12 * mm)
                frame = Frame(SIDE, bottom, width, room, 0, 0, 0, 0)
                frame.addFromList([part for block in blocks for part in self._block(block, width)], canvas)
        canvas.restoreState()

    def _blocks(self, holder: Any, width: float) -> Iterator[Flowable]:
        number = 0
        for block in holder.iter_inner_content():
            is_numbered = isinstance(block, WordParagraph) and _named(self._styles(block)).startswith("List Number")
            number = number + 1 if is_numbered else 0
            yield from self._block(block, width, number)

    def _block(self, block: Any, width: float, number: int = 0) -> Iterator[Flowable]:
        if isinstance(block, WordTable):
            yield from self._table(block, width)
        else:
            yield from self._paragraph(block, width, number)

    def _styles(self, block: WordParagraph) -> Styles:
        """Looked up once for each style: python-docx reads all of them every time."""
        code = block._p.style
        if code not in self._chains:
            self._chains[code] = tuple(_chain(block.style))
        return self._chains[code]

    def _paragraph(self, block: WordParagraph, width: float, number: int) -> Iterator[Flowable]:
        styles = self._styles(block)
        style, mark = _style(block, styles), _bullet(block, styles, number)
        pieces: list[Piece] = []
        for run in _runs(block):
            pictures, breaks = run.findall(f".//{qn('a:blip')}"), _page_breaks(run)
            if pictures or breaks:
                yield from _flowing(pieces, style, mark)
                pieces = []
                yield from (PageBreak() for _ in breaks)
                yield from (picture for blip in pictures for picture in self._picture(block, blip, run, width, style))
            pieces += _pieces(Run(run, block), styles)
        yield from _flowing(pieces, style, mark, is_blank=not block._p.findall(f".//{qn('a:blip')}"))

    def _picture(
        self, block: WordParagraph, blip: Any, run: Any, width: float, style: ParagraphStyle
    ) -> Iterator[Flowable]:
        part = block.part.related_parts.get(blip.get(qn("r:embed")))
        extent = run.find(f".//{qn('wp:extent')}")
        if part is None or extent is None:
            return
        wide, tall = (int(extent.get(side)) / 12700 for side in ("cx", "cy"))  # EMU
        scale = min(1.0, width / wide, (self.size[1] / 2) / tall) if wide and tall else 0
        if scale:
            side = {TA_CENTER: "CENTER", TA_RIGHT: "RIGHT"}.get(style.alignment, "LEFT")
            yield Image(io.BytesIO(part.blob), wide * scale, tall * scale, hAlign=side)

    def _table(self, table: WordTable, width: float) -> Iterator[Flowable]:
        widths = _widths(table, width)
        rows: list[list[Any]] = []
        look: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), PADDING),
            ("BOTTOMPADDING", (0, 0), (-1, -1), PADDING),
        ]
        if _is_ruled(table):
            look.append(("GRID", (0, 0), (-1, -1), 0.5, RULE))
        heads = 0
        for y, row in enumerate(table.rows):
            cells: list[Any] = [""] * len(widths)
            x = 0
            for cell in row._tr.tc_lst:
                if x >= len(widths):
                    break
                span = min(cell.grid_span, len(widths) - x)
                room = sum(widths[x : x + span]) - 2 * PADDING
                cells[x] = list(self._blocks(_Cell(cell, table), room)) or ""
                if span > 1:
                    look.append(("SPAN", (x, y), (x + span - 1, y)))
                if fill := _fill(cell):
                    look.append(("BACKGROUND", (x, y), (x + span - 1, y), fill))
                x += span
            rows.append(cells)
            heads += heads == y and row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        if rows:
            yield Table(
                rows, widths, style=TableStyle(look), repeatRows=heads if heads < len(rows) else 0,
                splitByRow=1, splitInRow=1, hAlign="LEFT",
            )  # fmt: skip
            yield Spacer(1, 5)


class _Cell:
    """What a cell holds, block by block, in the words of python-docx."""

    def __init__(self, cell: Any, table: WordTable) -> None:
        self.cell, self.table = cell, table

    def iter_inner_content(self) -> Iterator[Any]:
        for child in self.cell.iterchildren(qn("w:p"), qn("w:tbl")):
            if child.tag == qn("w:p"):
                yield WordParagraph(child, self.table)
            else:
                yield WordTable(child, self.table)


def _flowing(
    pieces: list[Piece], style: ParagraphStyle, mark: str | None, *, is_blank: bool = False
) -> Iterator[Flowable]:
    """One line of the author after another. ReportLab breaks words of one look many times faster than of several."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    if not any(piece.text.strip() for line in lines for piece in line):
        if is_blank:
            yield Spacer(1, style.leading / 2)  # an empty line of the author
        return
    for number, line in enumerate(lines):
        own = style.clone("line", **_spacing(style, is_first=number == 0, is_last=number == len(lines) - 1))
        looks = {piece.look for piece in line if piece.text.strip()}
        if len(looks) > 1 or any(look.is_underlined for look in looks):
            yield Words("".join(_tagged(piece) for piece in line), own, bulletText=mark if number == 0 else None)
        elif looks:
            own = own.clone("line", **looks.pop().as_style())
            text = "".join(html.escape(piece.text, quote=False) for piece in line)
            yield Words(text, own, bulletText=mark if number == 0 else None)
        else:
            yield Spacer(1, style.leading)


def _spacing(style: ParagraphStyle, *, is_first: bool, is_last: bool) -> dict[str, float]:
    return {
        "spaceBefore": style.spaceBefore if is_first else 0,
        "spaceAfter": style.spaceAfter if is_last else 0,
    }


def _tagged(piece: Piece) -> str:
    text, look = html.escape(piece.text, quote=False), piece.look
    if look.is_bold:
        text = f"<b>{text}</b>"
    if look.is_underlined:
        text = f"<u>{text}</u>"
    given = (f' size="{look.size:.1f}"' if look.size else "") + (f' color="{look.color}"' if look.color else "")
    return f"<font{given}>{text}</font>" if given else text


def _runs(block: WordParagraph) -> Iterator[Any]:
    """Also those of links; what is struck out by a revision is no run that is shown."""
    for run in block._p.iter(qn("w:r")):
        if not any(parent.tag == qn("w:del") for parent in run.iterancestors()):
            yield run


def _page_breaks(run: Any) -> list[Any]:
    return [one for one in run.findall(qn("w:br")) if one.get(qn("w:type")) == "page"]


def _pieces(run: Run, styles: Styles) -> list[Piece]:
    """The words of a run, with «\n» for a line that the author has broken."""
    if run.font.hidden:
        return []
    size = run.font.size
    color = run.font.color.rgb if run.font.color is not None and run.font.color.type is not None else None
    look = Look(
        is_bold=bool(_said(run, styles, "bold")),
        is_underlined=bool(run.underline),
        size=size.pt * NARROWER if size else 0.0,
        color=f"#{color}" if color else "",
    )
    found: list[Piece] = []
    for child in run._r:
        if child.tag == qn("w:t") and child.text:
            found.append(Piece(_drawable(child.text), look))
        elif child.tag == qn("w:tab"):
            found.append(Piece("\u2003", look))
        elif child.tag in {qn("w:br"), qn("w:cr")} and child.get(qn("w:type")) != "page":
            found.append(Piece("\n", look))
    return found


def _drawable(text: str) -> str:
    """What lies beyond the plane of ordinary letters is drawn as a box: ReportLab writes it so that nobody reads it."""
    return "".join("\u25a1" if ord(char) > 0xFFFF else " " if char == "\n" else char for char in text)


def _said(run: Run, styles: Styles, name: str) -> Any:
    """A look of the letters: what the run says, or else its styles, up to the first that says something."""
    if (own := getattr(run.font, name)) is not None:
        return own
    for style in styles:
        if (said := getattr(style.font, name)) is not None:
            return said
    return None


def _chain(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = style.base_style


def _named(styles: Styles) -> str:
    return (styles[0].name or "") if styles else ""


def _style(block: WordParagraph, styles: Styles) -> ParagraphStyle:
    name = _named(styles)
    size = HEADINGS.get(name)
    if size is None:
        said = next((style.font.size.pt for style in styles if style.font.size), None)
        size = said * NARROWER if said else BODY

    def spacing(side: str, default: float) -> float:
        for holder in (block, *styles):
            if (said := getattr(holder.paragraph_format, side)) is not None:
                return float(said.pt)
        return default

    is_list = name.startswith("List") or _is_listed(block)
    return ParagraphStyle(
        name="text",
        fontName=PLAIN,
        fontSize=size,
        leading=size * LEADING,
        alignment=ALIGNED.get(_alignment(block, styles), TA_LEFT),
        spaceBefore=spacing("space_before", 10.0 if name in HEADINGS else 0.0),
        spaceAfter=spacing("space_after", 3.0),
        leftIndent=max(spacing("left_indent", 0.0), 14.0 if is_list else 0.0),
        firstLineIndent=0.0 if is_list else spacing("first_line_indent", 0.0),
        bulletFontName=PLAIN,
        bulletFontSize=size,
        bulletIndent=2.0,
        splitLongWords=1,
        keepWithNext=1 if name in HEADINGS else 0,
    )


def _alignment(block: WordParagraph, styles: Styles) -> Any:
    for holder in (block, *styles):
        if (said := holder.paragraph_format.alignment) is not None:
            return said
    return None


def _bullet(block: WordParagraph, styles: Styles, number: int) -> str | None:
    if number:
        return f"{number}."
    return "•" if _named(styles).startswith("List") or _is_listed(block) else None


def _is_listed(block: WordParagraph) -> bool:
    return block._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def _widths(table: WordTable, width: float) -> list[float]:
    said = [column.get(qn("w:w")) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    given = [float(one) if one and one.isdigit() and int(one) else 0.0 for one in said] or [0.0]
    if not all(given):
        return [width / len(given)] * len(given)
    return [width * one / sum(given) for one in given]


def _is_ruled(table: WordTable) -> bool:
    if table._tbl.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is not None:
        return True
    return bool(table.style is not None and "Grid" in (table.style.name or ""))


def _fill(cell: Any) -> Any:
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    color = "" if shade is None else shade.get(qn("w:fill")) or ""
    return HexColor(f"#{color}") if len(color) == 6 and all(c in "0123456789abcdefABCDEF" for c in color) else None


def _says(block: Any) -> bool:
    return isinstance(block, WordTable) or bool(block.text.strip() or block._p.findall(f".//{qn('a:blip')}"))
