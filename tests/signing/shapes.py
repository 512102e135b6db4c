"""Files of a megabyte that strangers may give to the public page, each made to be expensive in its own way."""

import base64
from collections.abc import Iterator

from signing.crypto.asn1 import MAX_ELEMENTS, MAX_SIZE, contents, parts
from signing.crypto.ber import MAX_ELEMENTS as MAX_BER
from signing.crypto.der import explicit, integer, octets, oid, seq, set_of, tlv
from signing.testing.der import IA5, NUMERIC, PRINTABLE, UTF8

ROOM = MAX_SIZE - (64 << 10)
_DATA, _SIGNED = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
_STAMP = "1.2.840.113549.1.9.16.2.14"
UNKNOWN = "1.2.643.100.999"


class Frame:
    """A good signature in its parts, into which something is put."""

    def __init__(self, signature: bytes) -> None:
        self.kind, message = parts(signature)
        self.version, self.digests, self.content, self.certificates, signers = parts(parts(message)[0])
        self.info = parts(parts(signers)[0])

    def signature(self, **changed: bytes) -> bytes:
        part = {**vars(self), **changed}
        info = changed.get("whole_info") or seq(*self.info)
        body = seq(part["version"], part["digests"], part["content"], part["certificates"], tlv(0x31, info))
        return seq(self.kind, explicit(0, body))

    def with_certificates(self, *more: bytes) -> bytes:
        return self.signature(certificates=tlv(0xA0, contents(self.certificates), *more))

    def with_unsigned(self, *attributes: bytes) -> bytes:
        return self.signature(whole_info=seq(*self.info, tlv(0xA1, *attributes)))

    def with_signed(self, *attributes: bytes) -> bytes:
        version, sid, digest, signed, *rest = self.info
        return self.signature(whole_info=seq(version, sid, digest, tlv(0xA0, contents(signed), *attributes), *rest))

    def with_sid(self, sid: bytes) -> bytes:
        return self.signature(whole_info=seq(self.info[0], sid, *self.info[2:]))


def shapes(signature: bytes) -> Iterator[tuple[str, bytes]]:
    """By what they are made of. `signature` is a good one, of the same document."""
    frame = Frame(signature)
    long_oid = tlv(0x06, b"\x2a" + b"\x81" * (ROOM - 2) + b"\x01")
    for name, primitive in {
        "identifier": long_oid,
        "number": tlv(0x02, b"\x01" * ROOM),
        "enumerated": tlv(0x0A, b"\x01" * ROOM),
        "real": tlv(0x09, b"\x03" + b"1" * ROOM),
        "relative identifier": tlv(0x0D, b"\x81" * ROOM + b"\x01"),
        "bits": tlv(0x03, b"\0" + b"\xff" * ROOM),
        "octets": octets(b"\x30" * ROOM),
        "text": tlv(UTF8, b"\xd1\x8b" * (ROOM // 2)),
        "printable": tlv(PRINTABLE, b"A " * (ROOM // 2)),
        "numeric": tlv(NUMERIC, b"1" * ROOM),
        "mail": tlv(IA5, b"a@" * (ROOM // 2)),
        "teletex": tlv(0x14, b"\xc1" * ROOM),
        "wide text": tlv(0x1E, b"\x04\x10" * (ROOM // 2)),
        "time": tlv(0x17, b"1" * ROOM),
        "long time": tlv(0x18, b"20260101000000." + b"1" * ROOM + b"Z"),
        "tagged": tlv(0x88, b"\x81" * ROOM),
    }.items():
        yield f"{name}, in an unsigned attribute", frame.with_unsigned(seq(oid(UNKNOWN), set_of(primitive)))
        yield f"{name}, in a signed attribute", frame.with_signed(seq(oid(UNKNOWN), set_of(primitive)))
        yield (
            f"{name}, in the name of the signer",
            frame.with_sid(seq(seq(set_of(seq(oid("2.5.4.3"), primitive))), integer(1))),
        )
    small = 60
    yield (
        "many identifiers",
        frame.with_unsigned(
            seq(
                oid(UNKNOWN), tlv(0x31, *[tlv(0x06, b"\x2a" + b"\x81" * (small - 2) + b"\x01")] * (ROOM // (small + 2)))
            )
        ),
    )
    count = MAX_ELEMENTS - 600
    nulls = [b"\x05\x00"] * count
    yield "many small elements", frame.with_unsigned(seq(oid(UNKNOWN), tlv(0x31, *nulls)))
    yield "many attributes", frame.with_unsigned(*[seq(oid(UNKNOWN), set_of(integer(1)))] * (count // 4))
    yield "many signed attributes", frame.with_signed(*[seq(oid(UNKNOWN), set_of(integer(1)))] * (count // 4))
    yield "many digest algorithms", frame.signature(digests=tlv(0x31, *[seq(oid(UNKNOWN))] * (count // 2)))
    yield "many small certificates", frame.with_certificates(*[seq(integer(1))] * (count // 2))
    yield (
        "many signers",
        seq(
            frame.kind,
            explicit(
                0,
                seq(
                    frame.version,
                    frame.digests,
                    frame.content,
                    frame.certificates,
                    tlv(0x31, *[seq(integer(1))] * (count // 2)),
                ),
            ),
        ),
    )
    yield (
        "a long name",
        frame.with_sid(seq(seq(*[set_of(seq(oid("2.5.4.3"), tlv(UTF8, b"A")))] * (count // 5)), integer(1))),
    )
    own = parts(frame.certificates)
    yield "copies of a certificate", frame.with_certificates(*own * 14)
    yield "copies with room", frame.with_certificates(*[_padded(own[0], n) for n in range(14)])
    nested = b"\x05\x00"
    for _ in range(34):
        nested = seq(nested)
    yield "deep nests", frame.with_unsigned(seq(oid(UNKNOWN), tlv(0x31, *[nested] * (count // 36))))
    token = frame.signature()
    for _ in range(3):
        token = frame.with_unsigned(seq(oid(_STAMP), set_of(token)))
    yield "stamps inside stamps", token
    yield "many stamps", frame.with_unsigned(*[seq(oid(_STAMP), set_of(signature))] * 40)
    yield "indefinite lengths", b"\x30\x80" * 30 + b"\x05\x00" * (MAX_BER - 40) + b"\0\0" * 30
    yield "indefinite, far too many", b"\x30\x80" + b"\x30\x80\0\0" * (ROOM // 4) + b"\0\0"
    yield "a string in pieces", b"\x30\x80\x24\x80" + b"\x04\x01A" * (ROOM // 3) + b"\0\0\0\0"
    yield (
        "a string in pieces of pieces",
        (b"\x30\x80" + b"\x24\x80" * 30 + b"\x04\x82\xff\xff" + bytes(0xFFFF) + b"\0\0" * 31),
    )
    yield "a good one with a large tail", frame.with_unsigned(seq(oid(UNKNOWN), set_of(octets(bytes(ROOM)))))
    yield "zeros", bytes(MAX_SIZE)
    yield "a length of all", b"\x30\x83\x0f\xff\xfb" + bytes(MAX_SIZE - 5)
    yield "Base64 of zeros", base64.encodebytes(b"\x30\x83\x0b\xff\xfb" + bytes((3 << 18) - 5))
    yield "dashes", b"-" * MAX_SIZE
    yield "boundaries", b"-----BEGIN A-----" * (MAX_SIZE // 17)
    yield "half boundaries", b"-----BEGIN " + b"A " * (MAX_SIZE // 2 - 8)
    yield "blanks", b" \n" * (MAX_SIZE // 2)


def _padded(certificate: bytes, number: int) -> bytes:
    """The certificate with a long extension nobody knows, another in each copy."""
    body, algorithm, value = parts(certificate)
    *fields, extensions = parts(body)
    extra = seq(oid(UNKNOWN), octets(bytes([number]) * (28 << 10)))
    return seq(seq(*fields, explicit(3, seq(contents(parts(extensions)[0]), extra))), algorithm, value)
