"""Untrusted XML into elements: no document type, so no entities; bounded size, depth and number of elements.

Elements are named without their namespaces, because registers change those between versions and keep the names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

CHUNK = 1 << 16


class XmlRefused(ValueError):
    """The XML is not well-formed, declares a document type or exceeds the limits. The text is for engineers."""


@dataclass(frozen=True)
class Limits:
    size: int = 1 << 20  # bytes
    depth: int = 40
    elements: int = 20_000  # elements in memory at one time


def parse(raw: bytes, limits: Limits | None = None) -> Element:
    """The root of a small document. Raises XmlRefused."""
    reader = _Reader(limits or Limits())
    reader.feed(raw)
    reader.finish()
    if reader.root is None:
        raise XmlRefused("empty")
    return reader.root


def children(chunks: Iterable[bytes], root: str, limits: Limits | None = None) -> Iterator[Element]:
    """The children of the root one by one, each dropped after its use, for documents that would fill the memory.

    Raises XmlRefused, also when the root has another name.
    """
    reader = _Reader(limits or Limits(), piecemeal=True)
    for chunk in chunks:
        reader.feed(chunk)
        yield from reader.take(root)
    reader.finish()
    yield from reader.take(root)


class _Reader:
    def __init__(self, limits: Limits, *, piecemeal: bool = False) -> None:
        self.root: Element | None = None
        self._limits, self._piecemeal = limits, piecemeal
        self._open: list[Element] = []
        self._texts: list[list[str]] = []  # the text of each open element, in the pieces in which it came
        self._done: list[Element] = []
        self._size = self._elements = 0
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def feed(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limits.size:
            raise XmlRefused("too large")
        self._parse(data, last=False)

    def finish(self) -> None:
        self._parse(b"", last=True)

    def take(self, root: str) -> list[Element]:
        """The children that were completed since the last call."""
        if self.root is not None and self.root.tag != root:
            raise XmlRefused(f"the root is {self.root.tag}")
        done, self._done = self._done, []
        self._elements = len(self._open)
        return done

    def _parse(self, data: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(data, last)
        except XmlRefused:
            raise
        except (expat.ExpatError, ValueError, LookupError) as problem:  # the last two mean that the encoding is unknown
            raise XmlRefused(str(problem)) from None

    def _refuse_doctype(self, *declared: Any) -> None:
        raise XmlRefused("a document type is declared")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= self._limits.depth:
            raise XmlRefused("nested too deep")
        if self._elements > self._limits.elements:
            raise XmlRefused("too many elements")
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if not self._open:
            self.root = element
        elif not (self._piecemeal and len(self._open) == 1):
            self._open[-1].append(element)
        self._open.append(element)
        self._texts.append([])

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if self._piecemeal and len(self._open) == 1:
            self._done.append(element)

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
