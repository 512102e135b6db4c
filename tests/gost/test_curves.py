"""GOST R 34.10-2012: the standard's example, and every parameter set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gost.curves import CURVES, TC26_256_B, Curve
from tests.gost.torsion import small_points

SETS = {curve.name: curve for curve in CURVES.values()}
every_set = pytest.mark.parametrize("curve", SETS.values(), ids=SETS.keys())
DIGEST = {256: bytes(range(32)), 512: bytes(range(64))}

# RFC 7091, 7.1. The standard writes numbers; CMS holds the digest little-endian, s and r big-endian.
EXAMPLE = Curve(
    "example",
    bits=256,
    p=0x8000000000000000000000000000000000000000000000000000000000000431,
    a=0x7,
    b=0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
    q=0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
    x=0x2,
    y=0x8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8,
)
EXAMPLE_PRIVATE = 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28
EXAMPLE_PUBLIC = (
    0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
    0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
)
EXAMPLE_DIGEST = 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5.to_bytes(32, "little")
EXAMPLE_R = 0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493
EXAMPLE_S = 0x1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40


def test_the_example_of_the_standard():
    signature = EXAMPLE_S.to_bytes(32, "big") + EXAMPLE_R.to_bytes(32, "big")
    assert EXAMPLE.public_point(EXAMPLE_PRIVATE) == EXAMPLE_PUBLIC
    assert EXAMPLE.verify(EXAMPLE_PUBLIC, EXAMPLE_DIGEST, signature)


@every_set
def test_the_base_point_has_the_order_q(curve):
    x, y = curve.base
    assert curve.contains(curve.base)
    assert curve.public_point(1) == curve.base
    assert curve.public_point(curve.q - 1) == (x, curve.p - y)
    with pytest.raises(ValueError, match="private key"):
        curve.public_point(curve.q)


@every_set
def test_what_was_signed_is_verified_and_nothing_else(curve):
    private = curve.q // 3
    public = curve.public_point(private)
    digest = DIGEST[curve.bits]
    signature = curve.sign(private, digest)
    assert curve.verify(public, digest, signature)

    size = curve.size
    other_digest = bytes([digest[0] ^ 1]) + digest[1:]
    assert not curve.verify(public, other_digest, signature)
    assert not curve.verify(curve.public_point(private + 1), digest, signature)
    assert not curve.verify(public, digest, signature[size:] + signature[:size])
    assert not curve.verify(public, digest, signature[::-1])


@every_set
def test_what_is_no_signature_is_refused(curve):
    public, digest, size = curve.public_point(7), DIGEST[curve.bits], curve.size
    high = curve.q.to_bytes(size, "big")
    one = (1).to_bytes(size, "big")
    for signature in (b"", bytes(2 * size), high + one, one + high, bytes(size) + one, one + bytes(size)):
        assert not curve.verify(public, digest, signature)
    right = curve.sign(7, digest)
    for signature in (right[:-1], right + b"\0", b"\0" + right):
        assert not curve.verify(public, digest, signature)
    assert not curve.verify(public, digest[:-1], right)


@every_set
def test_a_point_off_the_curve_verifies_nothing(curve):
    x, y = curve.public_point(7)
    signature = curve.sign(7, DIGEST[curve.bits])
    for point in ((x, y ^ 1), (0, 0), (x + curve.p, y), (x, y - curve.p)):
        assert not curve.contains(point)
        assert not curve.verify(point, DIGEST[curve.bits], signature)


@every_set
def test_a_public_key_is_read_as_it_was_written(curve):
    point = curve.public_point(12345)
    raw = curve.point_to_bytes(point)
    assert len(raw) == 2 * curve.size
    assert curve.point_from_bytes(raw) == point
    with pytest.raises(ValueError, match=curve.name):
        curve.point_from_bytes(raw[:-1])


@every_set
def test_a_digest_of_zero_stands_for_one(curve):
    zero = bytes(curve.size)
    assert curve.verify(curve.public_point(7), zero, curve.sign(7, zero))


@given(private=st.integers(1, TC26_256_B.q - 1), digest=st.binary(min_size=32, max_size=32), place=st.integers(0, 511))
def test_one_bit_of_a_signature_changed(private, digest, place):
    public = TC26_256_B.public_point(private)
    signature = TC26_256_B.sign(private, digest)
    assert TC26_256_B.verify(public, digest, signature)
    changed = (int.from_bytes(signature, "big") ^ 1 << place).to_bytes(64, "big")
    assert not TC26_256_B.verify(public, digest, changed)


def test_older_names_of_the_same_curves():
    assert CURVES["1.2.643.2.2.36.0"] is CURVES["1.2.643.2.2.35.1"] is CURVES["1.2.643.7.1.2.1.1.2"]
    assert {curve.bits for curve in CURVES.values()} == {256, 512}
    assert len(CURVES) == 12


def test_only_points_of_the_subgroup_are_keys():
    """On the two curves with a cofactor there are others: a point of order 2, and a key with such a point added."""
    for curve in SETS.values():
        key = curve.public_point(12345)
        assert curve.generates(key)
        assert curve.cofactor in (1, 4)
        for point in small_points(curve):
            assert curve.contains(point)
            assert not curve.generates(point)
            mixed = curve._affine(curve._add((*key, 1), point))
            assert mixed is not None
            assert not curve.generates(mixed)
