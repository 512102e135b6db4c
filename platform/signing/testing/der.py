"""A small DER encoder: every part of a test certificate or signature can be made wrong on purpose, byte by byte."""

from datetime import UTC, datetime

UTF8, NUMERIC, PRINTABLE, IA5 = 0x0C, 0x12, 0x13, 0x16


def tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + len(body).to_bytes(size, "big") + body


def seq(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *sorted(parts))


def explicit(number: int, *parts: bytes) -> bytes:
    return tlv(0xA0 | number, *parts)


def implicit(number: int, *parts: bytes) -> bytes:
    return tlv(0x80 | number, *parts)


def integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def boolean(value: bool) -> bytes:
    return tlv(0x01, b"\xff" if value else b"\x00")


def enumerated(value: int) -> bytes:
    return tlv(0x0A, bytes((value,)))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for arc in (first * 40 + second, *rest):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        out += bytes(reversed(groups))
    return tlv(0x06, bytes(out))


def octets(value: bytes) -> bytes:
    return tlv(0x04, value)


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


def null() -> bytes:
    return b"\x05\x00"


def utc(moment: datetime) -> bytes:
    """A Time of RFC 5280: UTCTime has two digits for the year, so other centuries are GeneralizedTime."""
    if not 1950 <= moment.year < 2050:
        return generalized(moment)
    return tlv(0x17, moment.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def generalized(moment: datetime) -> bytes:
    at = moment.astimezone(UTC)
    return tlv(0x18, f"{at.year:04}{at:%m%d%H%M%S}Z".encode())
