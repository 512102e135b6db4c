"""Untrusted ASN.1: every encoding goes through `guard` before a permissive parser sees it, and stays as it came.

Nothing that was parsed is ever encoded again: a signature is over bytes, and the parser takes some lengths for others.
`encoded` gives the bytes back as they came.
"""

import binascii
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import core

from .ber import NotDefinite, definite
from .errors import Code, Fault

MAX_SIZE = 1 << 20  # bytes of DER; a CAdES-T with its certificates takes ten thousand
MAX_DEPTH = 40
MAX_ELEMENTS = 10_000  # such a CAdES-T has some hundreds of elements

_CONSTRUCTED, _LONG_TAG, _CONTEXT = 0x20, 0x1F, 0x80
_SHORT, _TEXT, _FLAGS = 64, 16 << 10, 64 << 10
# Bytes of contents of a primitive by its tag. Decoding an identifier, a number or a time takes a time that grows with
# the square of its length, and a text is looked at character by character. Real ones are far below these bounds.
_LONGEST = {
    0x00: -1,  # the end of an indefinite length has no place in DER
    0x01: 1,  # BOOLEAN
    0x02: _SHORT,  # INTEGER
    0x03: _FLAGS,  # BIT STRING: keys and signatures; named bits are read by `flags`, eight bytes at most
    0x05: 0,  # NULL
    0x06: _SHORT,  # OBJECT IDENTIFIER
    0x09: _SHORT,  # REAL
    0x0A: 8,  # ENUMERATED
    0x0D: _SHORT,  # RELATIVE-OID
    0x17: 32,  # UTCTime
    0x18: 32,  # GeneralizedTime
    **dict.fromkeys((0x07, 0x0C, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1A, 0x1B, 0x1C, 0x1E), _TEXT),
}
_LONGEST_TAGGED = 4 << 10  # of a primitive under a tag of its context, which may stand for any of the above
_PRIMITIVE_ONLY = {tag | _CONSTRUCTED for tag in _LONGEST}
_BEGIN, _END, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"
_LONGEST_BOUNDARY = 80
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Der(bytes):
    """Bytes that `decode` has checked, so that they need not be checked again."""


class DerError(ValueError):
    """The bytes are not exactly one clean DER object."""


class BerError(DerError):
    """The encoding follows the wider rules of BER, but not those of DER."""


def guard(
    data: bytes, *, max_size: int = MAX_SIZE, max_depth: int = MAX_DEPTH, max_elements: int = MAX_ELEMENTS
) -> int:
    """Walk the whole encoding once, without recursion, and count its elements. Raises DerError.

    One object at the top and nothing after it, every child inside its parent, lengths definite and minimal, depth and
    number of elements bounded, and no primitive longer than what can be decoded at once. What passes cannot drive a
    parser into deep recursion, a huge allocation or long arithmetic. What stands inside an OCTET STRING is not seen:
    it is guarded where it is taken out.
    """
    size = len(data)
    if size > max_size:
        raise DerError("too large")
    if not data:
        raise DerError("empty")
    ends: list[int] = []  # where each container around the open one ends
    end = size
    position = elements = 0
    while position < size:
        while position == end:
            end = ends.pop()
        if elements and not ends:
            raise DerError("trailing data")
        elements += 1
        if elements > max_elements:
            raise DerError("too many elements")
        tag = data[position]
        if tag & _LONG_TAG == _LONG_TAG or position + 2 > end or data[position + 1] >= 0x80:
            length, position = _long_header(data, position, end)
        else:
            length, position = data[position + 1], position + 2
        after = position + length
        if after > end:
            raise DerError("length runs past its container")
        if tag & _CONSTRUCTED:
            if tag in _PRIMITIVE_ONLY:
                raise BerError("a primitive in pieces")
            if len(ends) >= max_depth:
                raise DerError("nested too deep")
            ends.append(end)
            end = after
        else:
            longest = _LONGEST_TAGGED if tag >= _CONTEXT else _LONGEST.get(tag, size)
            if length > longest:
                raise DerError(f"a primitive of {length} bytes under tag {tag:#04x}")
            position = after
    return elements


def _long_header(data: bytes, position: int, end: int) -> tuple[int, int]:
    """The length of the element at `position`, and the position of its contents."""

    def take() -> int:
        nonlocal position
        if position >= end:
            raise DerError("truncated")
        position += 1
        return data[position - 1]

    if take() & _LONG_TAG == _LONG_TAG:
        for _ in range(4):
            if not take() & 0x80:
                break
        else:
            raise DerError("tag too long")
    length = take()
    if length == 0x80:
        raise BerError("indefinite length")
    if length > 0x80:
        count = length & 0x7F
        if count > 4:
            raise (BerError if count <= 8 else DerError)("length too long")
        length = 0
        for _ in range(count):
            length = length << 8 | take()
        if length < 0x80 or length < 1 << 8 * (count - 1):
            raise BerError("length is not minimal")
    return length, position


def decode(data: bytes, *, max_size: int = MAX_SIZE) -> Der:
    """The guarded DER of a signature that came as DER, BER, PEM or bare Base64 (what the browser plug-in returns).

    Raises Fault TOO_LARGE, MALFORMED, or UNUSUAL_ENCODING if it is BER whose signed bytes cannot be restored.
    """
    if isinstance(data, Der) and len(data) <= max_size:
        return data
    raw = _unarmour(data, max_size)
    if len(raw) > max_size:
        raise Fault(Code.TOO_LARGE, str(len(raw)))
    try:
        guard(raw, max_size=max_size)
    except BerError:
        return _decode_ber(raw, max_size)
    except DerError as problem:
        raise Fault(Code.MALFORMED, str(problem)) from None
    return Der(raw)


def _decode_ber(raw: bytes, max_size: int) -> Der:
    try:
        found = definite(raw, max_depth=MAX_DEPTH)
    except NotDefinite as problem:
        raise Fault(Code.UNUSUAL_ENCODING, str(problem)) from None
    except ValueError as problem:
        raise Fault(Code.MALFORMED, str(problem)) from None
    try:
        guard(found, max_size=max_size)
    except DerError as problem:
        raise Fault(Code.MALFORMED, str(problem)) from None
    return Der(found)


def _unarmour(data: bytes, max_size: int) -> bytes:
    if data[:1] == b"\x30":  # DER begins with the tag of a SEQUENCE; the Base64 of a SEQUENCE begins with "M"
        return data
    if len(data) > max_size * 3 // 2:
        raise Fault(Code.TOO_LARGE, str(len(data)))
    body = data.strip().removeprefix(_BYTE_ORDER_MARK)
    if body.startswith(_BEGIN):
        body = _between_boundaries(body)
    try:
        return binascii.a2b_base64(b"".join(body.split()), strict_mode=True)
    except ValueError:
        raise Fault(Code.MALFORMED, "neither DER nor Base64") from None


def _between_boundaries(pem: bytes) -> bytes:
    start = pem.find(_DASHES, len(_BEGIN), _LONGEST_BOUNDARY)
    end = pem.rfind(_END, len(pem) - _LONGEST_BOUNDARY)
    if start < 0 or end < start:
        raise Fault(Code.MALFORMED, "neither DER nor Base64")
    return pem[start + len(_DASHES) : end]


def encoded(value: Any) -> bytes:
    """The bytes of a parsed object, as they came. Raises ValueError if it was not parsed but made.

    The parser's own `dump` encodes again whatever has a length that ends in 80.
    """
    header, trailer = value._header, value._trailer
    if header is None:
        raise ValueError("made here, not parsed")
    if isinstance(value, core.Choice):
        return bytes(header + encoded(value.chosen) + trailer)
    if isinstance(value, core.Any) and value._parsed is not None:
        return encoded(value._parsed[0])
    # Asked for its `contents`, a sequence would look for changes in everything below it, and encode them.
    is_sequence = isinstance(value, core.Sequence | core.SequenceOf)
    contents = value._contents if is_sequence else value.contents
    return bytes(header + contents + trailer)


def parts(element: bytes) -> list[bytes]:
    """The encodings inside an element of DER, which is taken for a constructed one. Raises DerError."""
    _, start = _long_header(element, 0, len(element))
    found = []
    while start < len(element):
        length, contents = _long_header(element, start, len(element))
        if contents + length > len(element):
            raise DerError("length runs past its container")
        found.append(element[start : contents + length])
        start = contents + length
    return found


def has_more_than(value: Any, most: int) -> bool:
    """Whether a parsed set or sequence has more elements. Asking the parser for their number would read them all."""
    data, position = value._contents, 0
    for _ in range(most):
        if position >= len(data):
            return False
        length, start = _long_header(data, position, len(data))
        position = start + length
    return position < len(data)


def contents(element: bytes) -> bytes:
    """The contents of an element of DER, after tag and length. Raises DerError."""
    return element[_long_header(element, 0, len(element))[1] :]


def exact(value: Any) -> Any:
    """The same parsed sequence, if nothing is left over at its end, nor after it under a tag of its context.

    The parser passes over what follows the last known field, so that one signature would have endlessly many forms.
    ValueError.
    """
    if len(value) != len(value._fields):
        raise ValueError(f"surplus elements in {type(value).__name__}")
    raw = encoded(value)
    length, start = _long_header(raw, 0, len(raw))
    if start + length != len(raw):  # the parser has left out what stood after it under the tag of its context
        raise ValueError(f"surplus elements after {type(value).__name__}")
    return value


def flags(bits: bytes) -> frozenset[int]:
    """The positions that are set in the contents of a BIT STRING of named bits. ValueError for one of eight bytes."""
    if not 1 <= len(bits) <= 8:
        raise ValueError("named bits of a strange length")
    return frozenset(8 * number + bit for number, byte in enumerate(bits[1:]) for bit in range(8) if byte & 0x80 >> bit)


def whole_bytes(bits: core.BitString) -> bytes:
    """A signature or a key in a BIT STRING, where every bit of the last byte counts. Raises ValueError."""
    raw: bytes = bits.contents
    if raw[:1] != b"\x00":
        raise ValueError("unused bits")
    return raw[1:]


def as_moment(value: Any) -> datetime:
    """A time from the parser that has a zone and a year and can therefore be compared. Raises Fault MALFORMED."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise Fault(Code.MALFORMED, "a time without a zone or a year")
    return value


def is_present(value: Any) -> bool:
    """Whether an OPTIONAL field is there. Asking its `.native` would decode everything below it."""
    return value is not None and not isinstance(value, core.Void)


def items(value: Any) -> Iterable[Any]:
    """The elements of an OPTIONAL set or sequence; none if it is missing."""
    return value if is_present(value) else ()
