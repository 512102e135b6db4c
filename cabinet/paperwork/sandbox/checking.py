"""What is wrong in a template that a company has uploaded: found before it is saved. Nothing in it is trusted.

A fault is a dictionary with a `code` and what its sentence names; the site turns it into Russian. A template may show a
field, repeat over a list of ours, and leave out what is empty. Everything else of the language is refused, so there is
no loop but over a list of ours, and no way to an attribute of an object.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from lxml import etree

from .filling import Misshapen, Template, environment, fill

Fault = dict[str, Any]

MOST_PARTS = 500
MOST_BYTES = 40 * 1024 * 1024  # of all parts, unpacked
MOST_FAULTS = 20
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# What a field of Word may do by itself: numbers of pages, dates, links and references inside the file.
_HARMLESS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "HYPERLINK", "REF", "PAGEREF", "TOC", "TITLE", "SEQ"}
_SCHEMES = {"http", "https", "mailto"}
_PROGRAMS = ("vbaproject", "vbadata", "activex/", "embeddings/", "oleobject")


def faults_of(template: Path, known: Mapping[str, Any]) -> list[Fault]:
    """`known`: fields, lists ({name: its columns}), and examples with which the template is tried."""
    faults = list(_faults_of_file(template)) or list(_faults_of_language(template, known))
    return (faults or list(_faults_of_trial(template, known)))[:MOST_FAULTS]


def _faults_of_file(template: Path) -> Iterator[Fault]:
    with zipfile.ZipFile(template) as parts:
        infos = parts.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            yield {"code": "too_large"}
            return
        for info in infos:
            name = info.filename.lower()
            if any(program in name for program in _PROGRAMS):
                yield {"code": "program"}
            elif name.endswith((".xml", ".rels")):
                yield from _faults_of_part(name, parts.read(info))


def _faults_of_part(name: str, content: bytes) -> Iterator[Fault]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield {"code": "damaged"}
        return
    try:
        root = etree.fromstring(content, parser=etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        yield {"code": "damaged"}
        return
    if root.getroottree().docinfo.doctype:  # also in another encoding
        yield {"code": "damaged"}
        return
    if name.endswith(".rels"):
        yield from (_link(one) for one in root.iter(_RELATION) if _leads_out(one))
        return
    if any(True for _ in root.iter(f"{_WORD}altChunk", f"{_WORD}object", f"{_WORD}control", f"{_WORD}subDoc")):
        yield {"code": "program"}
    for instruction in _instructions(root):
        word = instruction.split()[0].upper() if instruction.split() else ""
        if word and word not in _HARMLESS:
            yield {"code": "word_field", "name": word[:40]}


def _leads_out(relation: Any) -> bool:
    """A picture, a template or a part that would be fetched from elsewhere. A link that people click is none."""
    if (relation.get("TargetMode") or "").lower() != "external":
        return False
    is_link = (relation.get("Type") or "").endswith("/hyperlink")
    return not is_link or urlsplit(relation.get("Target") or "").scheme.lower() not in _SCHEMES


def _link(relation: Any) -> Fault:
    return {"code": "external", "name": (relation.get("Target") or "")[:100]}


def _instructions(root: Any) -> Iterator[str]:
    """The fields of Word. One may stand in several pieces, and in pieces it would pass unread."""
    yield from (simple.get(f"{_WORD}instr") or "" for simple in root.iter(f"{_WORD}fldSimple"))
    pieces: list[str] = []
    for element in root.iter(f"{_WORD}fldChar", f"{_WORD}instrText"):
        if element.tag == f"{_WORD}instrText":
            pieces.append(element.text or "")
        elif pieces:
            yield "".join(pieces)
            pieces = []
    if pieces:
        yield "".join(pieces)


def _faults_of_language(template: Path, known: Mapping[str, Any]) -> Iterator[Fault]:
    for source in _sources(template):
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            yield {"code": "syntax", "near": _near(source, error.lineno)}
            continue
        yield from _Grammar(known).faults(tree.body)


def _sources(template: Path) -> Iterator[str]:
    """Every part that docxtpl fills, as it hands it to Jinja."""
    opened = Template(str(template))
    opened.render_init()
    yield opened.patch_xml(opened.get_xml())
    for uri in (opened.HEADER_URI, opened.FOOTER_URI):
        for _key, part in opened.get_headers_footers(uri):
            yield opened.patch_xml(opened.get_part_xml(part))
    for part in opened.docx.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            yield opened.patch_xml(bytes(part.blob).decode("utf-8"))


def _near(source: str, line: int) -> str:
    """The tag at which reading stopped, without the markup around it."""
    around = source.splitlines()[max(0, line - 1)] if source else ""
    tags = re.findall(r"\{[{%].*?(?:[%}]\}|$)", re.sub(r"<[^>]*>", "", around))
    return (tags[0] if len(tags) == 1 else "")[:80]


class _Grammar:
    """What a template may say."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.fields: set[str] = set(known["fields"])
        self.lists: Mapping[str, list[str]] = known["lists"]

    def faults(self, body: list[nodes.Node], row: str = "", columns: tuple[str, ...] = ()) -> Iterator[Fault]:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield from self._value(part, row, columns)
            elif isinstance(node, nodes.If):
                yield from self._test(node.test, row, columns)
                for branch in (node.body, list[nodes.Node](node.elif_), node.else_):
                    yield from self.faults(branch, row, columns)
            elif isinstance(node, nodes.For):
                yield from self._loop(node, inside=row)
            else:
                yield {"code": "forbidden", "name": type(node).__name__.lower()}

    def _value(self, node: nodes.Node, row: str, columns: tuple[str, ...]) -> Iterator[Fault]:
        if isinstance(node, nodes.Name):
            if node.name in self.lists:
                yield {"code": "list_as_value", "name": node.name}
            elif node.name not in self.fields:
                yield {"code": "unknown", "name": node.name}
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and row and node.node.name == row:
            if node.attr not in columns:
                yield {"code": "unknown_column", "name": f"{row}.{node.attr}", "columns": list(columns)}
        elif isinstance(node, nodes.Getattr):
            yield {"code": "attribute", "name": node.attr}
        else:
            yield {"code": "forbidden", "name": type(node).__name__.lower()}

    def _test(self, node: nodes.Node, row: str, columns: tuple[str, ...]) -> Iterator[Fault]:
        if isinstance(node, nodes.And | nodes.Or):
            yield from self._test(node.left, row, columns)
            yield from self._test(node.right, row, columns)
        elif isinstance(node, nodes.Not):
            yield from self._test(node.node, row, columns)
        elif not (isinstance(node, nodes.Name) and node.name in self.lists):
            yield from self._value(node, row, columns)

    def _loop(self, node: nodes.For, *, inside: str) -> Iterator[Fault]:
        if inside:
            yield {"code": "nested"}
            return
        is_plain = isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)
        if not is_plain or node.test is not None or node.recursive:
            yield {"code": "loop"}
            return
        listed, row = node.iter.name, node.target.name  # type: ignore[attr-defined]
        if listed not in self.lists:
            yield {"code": "unknown_list", "name": listed}
            return
        if row in self.fields or row in self.lists:
            yield {"code": "row_named_as_field", "name": row}
            return
        columns = tuple(self.lists[listed])
        yield from self.faults(node.body, row, columns)
        yield from self.faults(node.else_, "", ())


def _faults_of_trial(template: Path, known: Mapping[str, Any]) -> Iterator[Fault]:
    """Filled with each example, among them one with empty lists, the file holds together."""
    with TemporaryDirectory() as folder:
        for example in known["examples"]:
            try:
                fill(template, example, Path(folder) / "result.docx")
            except (Misshapen, TemplateError, ValueError, KeyError, AttributeError, etree.XMLSyntaxError):
                yield {"code": "misshapen"}
                return
