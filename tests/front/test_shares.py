"""Scarce things are shared between addresses and companies, and nothing is remembered of those who hold nothing."""

import pytest

from front.client import Client, client_of
from front.shares import Full, Shares

ANNA, PETER = Client("192.0.2.1", "gorset.example.ru"), Client("192.0.2.2", "gorset.example.ru")
IVAN = Client("192.0.2.3", "teploset.example.ru")


@pytest.fixture
def shares():
    return Shares(8, per_address=4, per_company=6)


def test_an_address_has_its_share_and_no_more(shares):
    assert shares.take(ANNA, 4) is None
    assert shares.take(ANNA) is Full.ADDRESS
    assert shares.take(PETER, 2) is None


def test_a_company_has_its_share_and_no_more(shares):
    assert shares.take(ANNA, 4) is None
    assert shares.take(PETER, 3) is Full.COMPANY
    assert shares.take(PETER, 2) is None
    assert shares.take(IVAN, 2) is None


def test_what_is_refused_takes_nothing(shares):
    assert shares.take(ANNA, 5) is Full.ADDRESS
    assert shares.take(ANNA, 4) is None


def test_all_together_have_no_more_than_there_is(shares):
    assert [shares.take(who, 3) for who in (ANNA, PETER, IVAN)] == [None, None, Full.EVERYBODY]


def test_what_is_given_back_is_there_again_and_nobody_is_remembered(shares):
    for who in (ANNA, PETER, IVAN):
        assert shares.take(who, 2) is None
    for who in (ANNA, PETER, IVAN):
        shares.give_back(who, 2)
    assert (shares._by_address, shares._by_company) == ({}, {})
    assert shares.take(ANNA, 4) is None


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),  # nobody of ours has written it
        ("10.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9", 1, "203.0.113.9"),  # the first entry was written by the client
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),  # a household has a whole network
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
        ("10.0.0.1", "unknown", 1, "unknown"),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_has_seen(peer, forwarded, proxies, address):
    headers = [(b"host", b"Gorset.example.ru:8000")]
    if forwarded:
        headers.append((b"x-forwarded-for", forwarded.encode()))
    client = client_of({"client": (peer, 1234), "headers": headers}, trusted_proxies=proxies)
    assert client == Client(address, "gorset.example.ru")


def test_a_client_that_has_left_already_has_no_address():
    assert client_of({"client": None, "headers": []}, trusted_proxies=1) == Client("", "")
