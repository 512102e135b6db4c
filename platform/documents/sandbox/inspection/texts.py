"""Plain text and XML. Web pages and SVG drawings are recognised, because they may contain scripts."""

import re
from typing import BinaryIO
from xml.parsers import expat

from .outcome import Found, Refused

_PIECE = 1024 * 1024  # bytes
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # UTF-8, UTF-16
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")  # 0x1A ends files of DOS
_NEVER_TAKEN = {"html", "svg"}
_HTML = re.compile(r"(?:\s|<!--.*?-->)*<(?:!doctype\s+html|html|head|body|script|iframe|meta|table|div)\b", re.I | re.S)
_XML = re.compile(r"\s*<(?:\?xml|!--|!doctype|[a-z_])", re.I)


def inspect(file: BinaryIO, head: bytes) -> Found:
    """Tell text, XML, web pages and SVG apart; Found("unknown") for binary data. Raises Refused."""
    text = _decoded(head)
    if _HTML.match(text):
        return Found("html")
    if _XML.match(text):
        try:
            return xml(file)
        except expat.ExpatError:
            if text.lstrip().startswith("<?xml"):
                raise Refused("damaged") from None
    return Found("txt") if _is_text(file, head) else Found("unknown")


def xml(file: BinaryIO) -> Found:
    """The kind by the root element. Raises Refused, and ExpatError if the file is no XML."""
    watcher = Watcher()
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            watcher.feed(piece)
        watcher.feed(b"", last=True)
    except Refused:
        if watcher.doctype not in _NEVER_TAKEN:
            raise
        return Found(watcher.doctype)
    return Found(watcher.root if watcher.root in _NEVER_TAKEN else "xml")


class Watcher:
    """A parser that refuses a declared document type, because entity bombs (billion laughs) need one."""

    def __init__(self) -> None:
        self.root = self.doctype = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse the next bytes. Raises Refused, and ExpatError if they are no XML."""
        try:
            self.parser.Parse(piece, last)
        except (LookupError, ValueError) as error:  # the encoding is unknown
            raise expat.ExpatError from error

    def _doctype(self, name: str, *_rest: object) -> None:
        self.doctype = name.lower()
        raise Refused("has_doctype")

    def _element(self, name: str, _attributes: object) -> None:
        self.root = name.rpartition(" ")[2].lower()
        self.parser.StartElementHandler = None


def _decoded(head: bytes) -> str:
    if head.startswith(_MARKS[1:]):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(_MARKS[0]).decode("latin-1")


def _is_text(file: BinaryIO, head: bytes) -> bool:
    """Whether the bytes are text in any encoding of Russian (UTF-8, 1251, 866): text has no control characters."""
    if head.startswith(_MARKS[1:]):
        return True
    file.seek(0)
    while piece := file.read(_PIECE):
        if _CONTROLS.search(piece):
            return False
    return True
