"""A file of a megabyte, whatever it is made of, costs little: counted in what is done, not in time."""

import sys

import pytest

from signing.crypto.asn1 import MAX_ELEMENTS, DerError, guard
from signing.crypto.cades import Code
from signing.crypto.timestamp import signers
from signing.testing.der import integer, octets, seq, tlv
from tests.signing.collection import VECTORS
from tests.signing.shapes import shapes

GOOD = VECTORS["valid_legal_512"]
SHAPES = dict(shapes(GOOD.raw))
# Lines of Python that are run, ours and the parser's. A good signature takes some twenty thousand; a processor of today
# runs some twenty thousand in a millisecond, and what is done outside of Python is bounded by the guard.
MOST_LINES = 400_000


def lines_of(action) -> int:
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_whatever_a_stranger_gives_little_is_done(name):
    raw = SHAPES[name]

    def page():
        signers(raw)
        GOOD.verify(raw)

    GOOD.verify()  # what is the same for all is remembered
    lines = lines_of(page)
    assert lines < MOST_LINES, lines


TEXTS = (0x0C, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1A, 0x1B, 0x1C, 0x1E)
LONG = {
    "identifier": (0x06, 65),
    "number": (0x02, 65),
    "enumerated": (0x0A, 9),
    "truth": (0x01, 2),
    "nothing": (0x05, 1),
    "real": (0x09, 65),
    "relative identifier": (0x0D, 65),
    "bits": (0x03, (64 << 10) + 1),
    "time": (0x17, 33),
    "long time": (0x18, 33),
    "tagged": (0x88, (4 << 10) + 1),
    **{f"text {tag:#04x}": (tag, (16 << 10) + 1) for tag in TEXTS},
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_no_primitive_is_longer_than_can_be_decoded_at_once(name):
    tag, length = LONG[name]
    guard(seq(tlv(tag, bytes(length - 1))))
    with pytest.raises(DerError):
        guard(seq(tlv(tag, bytes(length))))


def test_octets_are_only_copied():
    assert guard(seq(octets(bytes(900_000)))) == 2


def test_elements_are_counted():
    assert guard(seq(integer(1), seq(integer(2)))) == 4
    guard(seq(*[integer(1)] * (MAX_ELEMENTS - 1)))
    with pytest.raises(DerError):
        guard(seq(*[integer(1)] * MAX_ELEMENTS))


def test_a_good_signature_with_a_large_tail_is_still_good():
    assert GOOD.verify(SHAPES["a good one with a large tail"]).code is Code.OK
