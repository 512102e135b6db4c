"""A text document as Word opens it (Office Open XML): a title, pairs of a name and a value, a line to sign on."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in _SIDES)


def docx(title: str, pairs: Iterable[tuple[str, str]], *, signature_line: str) -> bytes:
    """The whole file. Pairs without a value are left out."""
    rows = "".join(_row(name, value) for name, value in pairs if value)
    body = (
        f"{_paragraph(title, bold=True, size=32)}"
        "<w:tbl><w:tblPr><w:tblW w:w='5000' w:type='pct'/>"
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>{rows}</w:tbl>"
        f"{_paragraph('')}{_paragraph(signature_line)}"
    )
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", _TYPES)
        parts.writestr("_rels/.rels", _RELATIONS)
        parts.writestr("word/document.xml", document)
    return file.getvalue()


def _row(name: str, value: str) -> str:
    return f"<w:tr>{_cell(name, width=1800)}{_cell(value, width=3200)}</w:tr>"


def _cell(text: str, *, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{_paragraph(text)}</w:tc>'


def _paragraph(text: str, *, bold: bool = False, size: int = 24) -> str:
    """`size` in half-points."""
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
