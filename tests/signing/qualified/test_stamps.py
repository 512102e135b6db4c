"""The server adds the time stamp; a service that does not answer costs no signature."""

import pytest

from signing import services
from signing.errors import SigningRejected
from signing.models import SignatureRequest
from signing.testing.signatures import answer
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import HOUR

State = SignatureRequest.State
MINUTE = HOUR / 60
TSA = "/tsa"


@pytest.fixture
def request_of_company(trusted, administrator, owner, network, settings):
    settings.SIGNING_TSA_URL = network.url(TSA)
    return made.asked(administrator, owner)[0]


@pytest.fixture
def sign(pki, request_of_company, signer, head_of_company):
    raw = made.signature(pki, head_of_company, request_of_company)
    return lambda: services.sign_qualified(request_of_company, raw, by=signer, now=NOW)


@pytest.fixture
def service(pki, network):
    """Of time stamps; its clock is half a minute ahead of the receipt."""
    network.answers[TSA] = lambda query: answer(pki.stamps, query, NOW + MINUTE / 2, pki.chain)


def test_a_signature_gets_a_stamp(sign, service, pki):
    given = sign()
    stamped = services.recheck(given, now=NOW + MINUTE)
    assert stamped.report["level"] == "CAdES-T"
    assert stamped.signed_at == NOW + MINUTE / 2
    assert bytes(stamped.raw) == bytes(given.raw)  # what came is kept as it came
    assert bytes(stamped.stamped or b"") != bytes(given.raw)


def test_a_service_that_is_down_is_asked_again(sign, network, pki, request_of_company):
    given = sign()
    assert (given.status, given.next_check_at) == ("valid", NOW + MINUTE)
    network.answers[TSA] = lambda query: 503
    waiting = services.recheck(given, now=NOW + MINUTE)
    assert (waiting.status, waiting.stamped, waiting.next_check_at) == ("valid", None, NOW + 6 * MINUTE)
    network.answers[TSA] = lambda query: answer(pki.stamps, query, NOW + 5 * MINUTE, pki.chain)
    assert services.recheck(waiting, now=NOW + 6 * MINUTE).stamped is not None


def test_a_stamp_of_a_stranger_is_not_taken(sign, network, owner, pki, head):
    network.answers[TSA] = lambda query: answer(head, query, NOW + MINUTE, pki.chain)  # not a service at all
    signature = services.recheck(sign(), now=NOW + MINUTE)
    assert (signature.status, signature.stamped) == ("valid", None)


def test_a_stamp_is_never_replaced(sign, service, network, pki):
    stamped = services.recheck(sign(), now=NOW + MINUTE)
    network.asked.clear()
    again = services.recheck(stamped, now=NOW + HOUR)
    assert bytes(again.stamped or b"") == bytes(stamped.stamped or b"")
    assert TSA not in network.asked


def test_where_a_stamp_is_required_the_signature_waits_for_it(sign, service, settings, request_of_company):
    settings.SIGNING_REQUIRE_TIMESTAMP = True
    given = sign()
    assert (given.status, given.code) == ("indeterminate", "timestamp_required")
    assert services.recheck(given, now=NOW + MINUTE).status == "valid"
    request_of_company.refresh_from_db()
    assert request_of_company.state == State.SIGNED


def test_where_a_stamp_is_required_and_nobody_adds_it_the_signer_has_to(sign, settings):
    settings.SIGNING_REQUIRE_TIMESTAMP, settings.SIGNING_TSA_URL = True, ""
    with pytest.raises(SigningRejected, match="нет штампа времени"):
        sign()


def test_a_stamp_that_the_signer_brought_is_as_good(pki, trusted, administrator, owner, signer, head_of_company):
    request = made.asked(administrator, owner)[0]
    raw = made.signature(pki, head_of_company, request, when=NOW - MINUTE, stamped=True)
    signature = services.sign_qualified(request, raw, by=signer, now=NOW)
    assert (signature.signed_at, signature.received_at) == (NOW - MINUTE, NOW)
