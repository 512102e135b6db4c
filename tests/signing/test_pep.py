"""The protocol of a simple signature: anyone can check it, nobody can change it, none can be taken out."""

import copy
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from accounts import synthetic
from signing.crypto import pep
from signing.crypto.pep import CHAIN_BROKEN, CHANGED, GENESIS, NOT_A_PROTOCOL, OTHER_DOCUMENT, UNKNOWN_KEY

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = {pep.encode_key(KEY.public_key())}
DOCUMENT = hashlib.sha256("Договор".encode()).hexdigest()


def protocol(number: int, previous: str) -> dict:
    return {
        "version": 1,
        "number": number,
        "previous": previous,
        "kind": "simple_signature",
        "operator": {"name": "АО «Тестовые сети»", "ogrn": synthetic.ogrn(1)},
        "document": {"title": "Договор ТП-17", "size": 14, "sha256": DOCUMENT},
        "signer": {"name": "Туксин Артём Александрович", "snils": synthetic.snils(1), "phone": synthetic.phone(1)},
        "events": [{"at": "2026-03-13T11:05:00Z", "event": "code_confirmed", "ip": "192.0.2.7"}],
        "signed_at": "2026-03-13T11:05:00Z",
    }


@pytest.fixture
def chain() -> list[dict]:
    sealed: list[dict] = []
    for number in range(1, 6):
        previous = pep.link(sealed[-1]) if sealed else GENESIS
        sealed.append(pep.seal(protocol(number, previous), KEY))
    return sealed


def faults_in(chain: list[dict]) -> dict[int, list[str]]:
    """By the place, counted from 1."""
    before = [GENESIS, *map(pep.link, chain)]
    found = (pep.check(sealed, TRUSTED, previous=previous) for sealed, previous in zip(chain, before, strict=False))
    return {place: faults for place, faults in enumerate(found, start=1) if faults}


def test_a_protocol_holds(chain):
    assert pep.check(chain[1], TRUSTED, document_sha256=DOCUMENT, previous=pep.link(chain[0])) == []
    assert faults_in(chain) == {}


def places(value, path=()):
    """The path to every leaf of a protocol."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from places(below, (*path, index))
    else:
        yield path


FIRST = protocol(1, GENESIS)


@pytest.mark.parametrize("path", list(places(FIRST)), ids=lambda path: ".".join(map(str, path)))
def test_one_field_changed(chain, path):
    changed = copy.deepcopy(chain[0])
    parent = changed["protocol"]
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = 99 if isinstance(parent[path[-1]], int) else parent[path[-1]] + "1"
    assert CHANGED in pep.check(changed, TRUSTED)


def test_a_field_added_or_taken_away(chain):
    added, short = copy.deepcopy(chain[0]), copy.deepcopy(chain[0])
    added["protocol"]["note"] = ""
    del short["protocol"]["events"]
    assert pep.check(added, TRUSTED) == pep.check(short, TRUSTED) == [CHANGED]


def test_the_order_of_keys_does_not_matter(chain):
    sealed = chain[0]
    turned = {key: dict(reversed(sealed[key].items())) for key in reversed(sealed)}
    assert pep.check(turned, TRUSTED) == []
    assert pep.link(turned) == pep.link(sealed)


def test_one_protocol_removed(chain):
    assert faults_in([*chain[:2], *chain[3:]]) == {3: [CHAIN_BROKEN]}
    assert faults_in(chain[1:]) == {1: [CHAIN_BROKEN]}  # the first of all


def test_two_protocols_changed_places(chain):
    assert set(faults_in([chain[0], chain[2], chain[1], *chain[3:]])) == {2, 3, 4}


def test_one_changed_in_the_middle_and_sealed_anew_breaks_the_next(chain):
    """Even the platform cannot rewrite one alone."""
    other = chain[2]["protocol"] | {"signed_at": "2026-03-14T11:05:00Z"}
    rewritten = [*chain[:2], pep.seal(other, KEY), *chain[3:]]
    assert faults_in(rewritten) == {4: [CHAIN_BROKEN]}


def test_an_unknown_key(chain):
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = pep.seal(chain[0]["protocol"], stranger)
    assert pep.check(forged, TRUSTED) == [UNKNOWN_KEY]
    assert pep.check(chain[0], set()) == [UNKNOWN_KEY]
    # The published key put over a seal of another.
    forged["seal"] |= {key: chain[0]["seal"][key] for key in ("public_key", "key_id")}
    assert pep.check(forged, TRUSTED) == [CHANGED]


def test_another_document(chain):
    other = hashlib.sha256(b"other").hexdigest()
    assert pep.check(chain[0], TRUSTED, document_sha256=other) == [OTHER_DOCUMENT]


def test_the_name_of_the_key_is_the_keys(chain):
    assert chain[0]["seal"]["key_id"] == pep.key_id(KEY.public_key())
    chain[0]["seal"]["key_id"] = "0" * 16
    assert pep.check(chain[0], TRUSTED) == [CHANGED]


@pytest.mark.parametrize(
    "thing",
    [
        None,
        [],
        {},
        "text",
        {"protocol": {}},
        {"protocol": {}, "seal": {}},
        {"protocol": {}, "seal": {"public_key": "!"}},
    ],
)
def test_what_is_no_protocol(thing):
    assert pep.check(thing, TRUSTED) == [NOT_A_PROTOCOL]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=8,
)


@given(body=JSON, public=JSON, value=JSON)
def test_no_json_makes_the_check_raise(body, public, value):
    sealed = {"protocol": body, "seal": {"algorithm": "Ed25519", "key_id": "", "public_key": public, "value": value}}
    assert pep.check(sealed, TRUSTED, document_sha256=DOCUMENT, previous=GENESIS)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.text(), max_size=3)))
def test_what_is_sealed_holds(body):
    try:
        sealed = pep.seal(body, KEY)
    except UnicodeEncodeError:  # half of a surrogate pair is no text
        return
    assert pep.check(sealed, TRUSTED) == []
