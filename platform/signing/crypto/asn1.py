"""Untrusted ASN.1: every file goes through `guard` before a permissive parser sees it."""

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import core

from signing.crypto.errors import Code, Fault

MAX_SIZE = 1 << 20  # bytes of DER; a CAdES-T with its certificates takes ten thousand
MAX_DEPTH = 40
MAX_ELEMENTS = 20_000

_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_PEM_BOUNDARY = re.compile(rb"-----(BEGIN|END) [A-Z0-9 ]+-----")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class DerError(ValueError):
    """Not one clean DER object."""


def guard(
    data: bytes, *, max_size: int = MAX_SIZE, max_depth: int = MAX_DEPTH, max_elements: int = MAX_ELEMENTS
) -> None:
    """Walk the whole encoding once, without recursion; DerError on anything suspicious.

    One object at the top and nothing after it, every child inside its parent, lengths definite and minimal, depth and
    number of elements bounded. What passes cannot drive a parser into deep recursion or a huge allocation.
    """
    if len(data) > max_size:
        raise DerError("too large")
    if not data:
        raise DerError("empty")
    ends = [len(data)]  # where each open container ends, the file itself first
    position = elements = 0
    while position < len(data):
        while len(ends) > 1 and position == ends[-1]:
            ends.pop()
        if len(ends) == 1 and elements:
            raise DerError("trailing data")
        elements += 1
        if elements > max_elements:
            raise DerError("too many elements")
        constructed, length, position = _header(data, position, ends[-1])
        if position + length > ends[-1]:
            raise DerError("length runs past its container")
        if constructed:
            if len(ends) > max_depth:
                raise DerError("nested too deep")
            ends.append(position + length)
        else:
            position += length


def _header(data: bytes, position: int, end: int) -> tuple[bool, int, int]:
    """Whether the element at `position` is constructed, its length, and where its contents begin."""

    def take() -> int:
        nonlocal position
        if position >= end:
            raise DerError("truncated")
        position += 1
        return data[position - 1]

    tag = take()
    if tag & _LONG_TAG == _LONG_TAG:
        for _ in range(4):
            if not take() & 0x80:
                break
        else:
            raise DerError("tag too long")
    length = take()
    if length == 0x80:
        raise DerError("indefinite length")
    if length > 0x80:
        count = length & 0x7F
        if count > 4:
            raise DerError("length too long")
        length = 0
        for _ in range(count):
            length = length << 8 | take()
        if length < 0x80 or length < 1 << 8 * (count - 1):
            raise DerError("length is not minimal")
    return bool(tag & _CONSTRUCTED), length, position


def decode(data: bytes, *, max_size: int = MAX_SIZE) -> bytes:
    """The guarded DER of a signature that came as DER, PEM or bare Base64 (what the browser plug-in returns).

    Fault TOO_LARGE or MALFORMED.
    """
    raw = _unarmour(data, max_size)
    if len(raw) > max_size:
        raise Fault(Code.TOO_LARGE, str(len(raw)))
    try:
        guard(raw, max_size=max_size)
    except DerError as problem:
        raise Fault(Code.MALFORMED, str(problem)) from None
    return raw


def _unarmour(data: bytes, max_size: int) -> bytes:
    if data[:1] == b"\x30":  # a SEQUENCE; no Base64 of one begins so
        return data
    if len(data) > max_size * 3 // 2:
        raise Fault(Code.TOO_LARGE, str(len(data)))
    body = _PEM_BOUNDARY.sub(b"", data.strip().removeprefix(_BYTE_ORDER_MARK))
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Fault(Code.MALFORMED, "neither DER nor Base64") from None


def as_moment(value: Any) -> datetime:
    """A time as the parser gives it, if it is one that can be compared: with a zone and a year. Fault MALFORMED."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise Fault(Code.MALFORMED, "a time without a zone or a year")
    return value


def is_present(value: Any) -> bool:
    """Whether an OPTIONAL field is there. Asking its `.native` would decode everything below it."""
    return value is not None and not isinstance(value, core.Void)


def items(value: Any) -> Iterable[Any]:
    """The elements of an OPTIONAL set or sequence; nothing if it is not there."""
    return value if is_present(value) else ()
