"""The server asks a service for a time stamp and puts it in: CAdES-BES becomes CAdES-T."""

import base64
from datetime import timedelta

import pytest

from signing.crypto import timestamp
from signing.crypto.cades import Code, verify
from signing.crypto.errors import Fault
from signing.crypto.timestamp import StampRefused
from signing.testing.der import integer, seq
from signing.testing.signatures import answer
from tests.moment import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def signature(pki, director, digests):
    return pki.sign(director, digests, when=NOW)


def test_a_stamp_is_asked_for_and_put_in(pki, digests, signature):
    query = timestamp.request(signature)
    token = timestamp.token(answer(pki.stamps, query, NOW + MINUTE, pki.chain), query)
    stamped = timestamp.add(signature, token)

    before = verify(signature, digests, pki.trust(at=NOW))
    after = verify(stamped, digests, pki.trust(at=NOW + MINUTE, require_timestamp=True))
    assert (before.level, before.stamped_at) == ("CAdES-BES", None)
    assert (after.code, after.level, after.stamped_at) == (Code.OK, "CAdES-T", NOW + MINUTE)


def test_a_signature_may_come_in_base64(pki, digests, signature):
    armoured = base64.encodebytes(signature)
    query = timestamp.request(armoured)
    stamped = timestamp.add(armoured, timestamp.token(answer(pki.stamps, query, NOW), query))
    assert verify(stamped, digests, pki.trust(at=NOW)).level == "CAdES-T"


def test_a_stamp_proves_the_moment_after_the_certificate_expired(pki, director, digests, signature):
    query = timestamp.request(signature)
    stamped = timestamp.add(signature, timestamp.token(answer(pki.stamps, query, NOW, pki.chain), query))
    years_later = NOW + timedelta(days=3 * 365)
    trust = pki.trust(at=years_later)
    assert verify(signature, digests, pki.trust(at=years_later, signing_time_window=None)).code is Code.EXPIRED
    assert verify(stamped, digests, trust).code is Code.OK


def test_a_stamp_of_another_signature_is_not_taken(pki, director, digests, signature):
    query = timestamp.request(signature)
    other = timestamp.request(pki.sign(director, digests, when=NOW))
    with pytest.raises(StampRefused, match="another question"):
        timestamp.token(answer(pki.stamps, other, NOW), query)


@pytest.mark.parametrize("response", [b"", b"<html>503</html>", seq(seq(integer(2))), seq(seq(integer(0)))])
def test_a_refusal_or_a_page_instead_of_a_stamp(signature, response):
    with pytest.raises(StampRefused):
        timestamp.token(response, timestamp.request(signature))


@pytest.mark.parametrize("data", [b"", b"text", seq(integer(1))])
def test_only_a_signature_can_be_stamped(data):
    with pytest.raises(Fault):
        timestamp.request(data)
