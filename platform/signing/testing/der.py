"""A small DER encoder: every part of a test certificate or signature can be made wrong on purpose, byte by byte."""

from datetime import UTC, datetime

from ..crypto.der import boolean, explicit, integer, null, octets, oid, seq, set_of, tlv

__all__ = [
    "IA5", "NUMERIC", "PRINTABLE", "UTF8", "bits", "boolean", "enumerated", "explicit", "flags", "generalized",
    "implicit", "integer", "null", "octets", "oid", "seq", "set_of", "text", "tlv", "utc",
]  # fmt: skip

UTF8, NUMERIC, PRINTABLE, IA5 = 0x0C, 0x12, 0x13, 0x16


def implicit(number: int, *parts: bytes) -> bytes:
    return tlv(0x80 | number, *parts)


def enumerated(value: int) -> bytes:
    return tlv(0x0A, bytes((value,)))


def bits(value: bytes, unused: int = 0) -> bytes:
    return tlv(0x03, bytes((unused,)) + value)


def flags(*positions: int) -> bytes:
    """A named bit list, such as keyUsage."""
    size = max(positions) + 1
    value = sum(1 << (size - 1 - position) for position in positions)
    unused = -size % 8
    return bits((value << unused).to_bytes((size + 7) // 8, "big"), unused)


def text(value: str, tag: int = UTF8) -> bytes:
    return tlv(tag, value.encode("utf-8" if tag == UTF8 else "ascii"))


def utc(moment: datetime) -> bytes:
    """A Time of RFC 5280: UTCTime has two digits for the year, so other centuries are GeneralizedTime."""
    if not 1950 <= moment.year < 2050:
        return generalized(moment)
    return tlv(0x17, moment.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def generalized(moment: datetime) -> bytes:
    at = moment.astimezone(UTC)
    return tlv(0x18, f"{at.year:04}{at:%m%d%H%M%S}Z".encode())
