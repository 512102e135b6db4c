"""The guard before the parser: one clean object of bounded size, or nothing."""

import base64

import pytest
from asn1crypto import parser
from hypothesis import given
from hypothesis import strategies as st

from signing.crypto.asn1 import MAX_SIZE, DerError, decode, guard
from signing.crypto.errors import Code, Fault
from signing.testing.der import integer, octets, seq, tlv
from tests.signing.collection import VECTORS

BAD = {
    "empty": b"",
    "one byte": b"\x30",
    "runs past its end": b"\x30\x02\x05",
    "child past its parent": b"\x30\x03\x04\x05\x00" + bytes(4),
    "two objects": integer(1) + integer(2),
    "trailing zero": integer(1) + b"\x00",
    "indefinite length": b"\x30\x80\x05\x00\x00\x00",
    "length in more bytes than needed": b"\x04\x81\x01\x00",
    "leading zero of the length": b"\x04\x82\x00\x80" + bytes(128),
    "length of five bytes": b"\x04\x85\x00\x00\x00\x00\x01\x00",
    "endless tag": b"\x1f\xff\xff\xff\xff\x01\x00",
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_what_is_not_one_clean_object(data):
    with pytest.raises(DerError):
        guard(data)


def test_depth_size_and_number_are_bounded():
    nested = b""
    for _ in range(40):
        nested = seq(nested)
    guard(nested)
    for data in (seq(nested), seq(*[b"\x05\x00"] * 20_000), octets(bytes(MAX_SIZE))):
        with pytest.raises(DerError):
            guard(data)


@pytest.mark.parametrize("name", [name for name in VECTORS if name.startswith("valid_")])
def test_every_good_signature_passes(name):
    raw = decode(VECTORS[name].raw)
    assert raw[0] == 0x30
    assert parser.peek(raw) == len(raw)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_in_our_own_words(data):
    try:
        guard(data)
    except DerError:
        return
    assert parser.peek(data) == len(data)


@given(
    st.recursive(
        st.binary(max_size=200).map(octets),
        lambda below: st.lists(below, max_size=4).map(lambda parts: seq(*parts)),
        max_leaves=20,
    )
)
def test_what_is_der_passes(data):
    guard(data)


def test_armour_is_taken_off():
    raw = seq(integer(1), octets(bytes(100)))
    body = base64.encodebytes(raw)
    pem = b"-----BEGIN CMS-----\r\n" + body.replace(b"\n", b"\r\n") + b"-----END CMS-----\r\n"
    for data in (raw, body, body.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + body, b"  " + body + b" ", pem):
        assert decode(data) == raw


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"MIIB*", b"\xff\xfe", tlv(0x30, b"\x05")])
def test_what_is_no_signature(data):
    with pytest.raises(Fault) as refused:
        decode(data)
    assert refused.value.code is Code.MALFORMED


@pytest.mark.parametrize("data", [octets(bytes(MAX_SIZE)).replace(b"\x04", b"\x30", 1), b"A" * (2 * MAX_SIZE)])
def test_what_is_too_large(data):
    with pytest.raises(Fault) as refused:
        decode(data)
    assert refused.value.code is Code.TOO_LARGE
