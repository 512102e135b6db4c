"""A Word template filled in. Words of people are values only: escaped in XML, never read as a template."""

import io
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from qrcode import QRCode

QR = Mm(28)


class Misshapen(Exception):
    """The filled text is no well-formed XML: a tag of the template opens in one place and ends in another."""


class Template(DocxTemplate):
    """As docxtpl fills it, except that a tree that does not hold together is refused and not mended by guess."""

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The properties of the file are not ours to fill: Word takes no more than 255 letters there."""

    def fix_tables(self, xml: str) -> Any:
        must_be_whole(xml)
        return super().fix_tables(xml)

    def map_headers_footers_xml(self, relKey: str, xml: bytes) -> None:
        must_be_whole(xml)
        super().map_headers_footers_xml(relKey, xml)


def environment() -> SandboxedEnvironment:
    """What fills a template: no attribute of an object is reached from it, nothing unknown is silently empty."""
    made = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for given in (made.globals, made.filters, made.tests):
        given.clear()
    return made


def fill(template: Path, fields: dict[str, Any], result: Path) -> None:
    """`fields` hold words, lists of rows, and pictures: {"qr": "https://…"} is drawn as a QR code."""
    filled = Template(str(template))
    filled.render_init()
    filled.render({name: _value(filled, value) for name, value in fields.items()}, environment())
    filled.save(str(result))


def must_be_whole(xml: str | bytes) -> None:
    """Raises Misshapen."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser=parser)
    except etree.XMLSyntaxError as error:
        raise Misshapen(str(error)) from error
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        holds_text = name.localname in {"t", "instrText", "delText", "delInstrText"}
        if name.namespace == root.nsmap.get("w") and not holds_text:
            stray = [element.text, *(child.tail for child in element)]
            if any(text and text.strip() for text in stray):
                raise Misshapen("words stand outside of a paragraph")


def _value(template: Template, value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"qr"}:
        return InlineImage(template, _qr(value["qr"]), width=QR) if value["qr"] else ""
    return value


def _qr(words: str) -> io.BytesIO:
    code = QRCode(border=1, box_size=6)
    code.add_data(words)
    picture = io.BytesIO()
    code.make_image().save(picture, "PNG")
    picture.seek(0)
    return picture
