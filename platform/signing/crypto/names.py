"""Names in certificates, read and compared so tolerantly that no spelling of a real authority makes a check fail.

Registers hold names with a postal address that is a sequence, Cyrillic in an e-mail, characters younger than the
tables of RFC 4518: a parser that insists on the standard raises on them.
"""

import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

from .asn1 import DerError, contents, encoded, parts

LONGEST = 4000  # bytes of one value that is prepared for comparing; a longer one equals only its own bytes
_CODECS = {
    0x0C: "utf-8", 0x12: "ascii", 0x13: "latin-1", 0x14: "teletex", 0x16: "latin-1", 0x1A: "ascii", 0x1B: "latin-1",
    0x1C: "utf-32-be", 0x1E: "utf-16-be",
}  # fmt: skip


class Attribute(NamedTuple):
    kind: str  # its identifier, dotted
    value: bytes  # as it is encoded
    text: str | None  # None if the value is no text or cannot be decoded


def attributes(name: Any) -> list[Attribute]:
    """The attributes of a parsed name in their order. Raises DerError if it is no name."""
    return [attribute for together in _steps(encoded(name.chosen)) for attribute in together]


def same(one: Any, other: Any) -> bool:
    """Whether two parsed names are equal: by their bytes, or without regard to case, spaces and kind of string.

    See RFC 5280, 7.1. A value that is no text or cannot be prepared is compared byte by byte. It never raises.
    """
    return same_encoded(encoded(one.chosen), encoded(other.chosen))  # without the tag of a general name


def same_encoded(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    prepared = _prepared(one)
    return prepared is not None and prepared == _prepared(other)


def is_within(name: bytes, base: bytes) -> bool:
    """Whether the name begins as the base does: a directory subtree of RFC 5280, 4.2.1.10. Raises DerError."""
    inner, outer = _prepared(name), _prepared(base)
    if inner is None or outer is None:
        raise DerError("no name")
    return inner[: len(outer)] == outer


def dotted(contents_of_oid: bytes) -> str:
    """An identifier from the contents of its encoding; at most 64 bytes, because `guard` refuses a longer one."""
    arcs: list[int] = []
    arc = 0
    for byte in contents_of_oid:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    if not arcs:
        return ""
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


@lru_cache(maxsize=4096)
def _prepared(name: bytes) -> tuple[frozenset[tuple[str, str | bytes]], ...] | None:
    """The name in the form in which it is compared; None if it is no name."""
    try:
        return tuple(frozenset((one.kind, _comparable(one)) for one in together) for together in _steps(name))
    except DerError:
        return None


def _comparable(attribute: Attribute) -> str | bytes:
    if attribute.text is None or len(attribute.value) > LONGEST:
        return attribute.value
    return " ".join(unicodedata.normalize("NFKC", attribute.text).casefold().split())


def _steps(name: bytes) -> list[list[Attribute]]:
    return [[_attribute(pair) for pair in parts(together)] for together in parts(name)]


def _attribute(pair: bytes) -> Attribute:
    inside = parts(pair)
    if len(inside) != 2 or inside[0][:1] != b"\x06":
        raise DerError("not an attribute of a name")
    return Attribute(dotted(contents(inside[0])), inside[1], _text(inside[1]))


def _text(value: bytes) -> str | None:
    codec = _CODECS.get(value[0])
    if codec is None:
        return None
    try:
        return contents(value).decode(codec)
    except UnicodeError:
        return None
