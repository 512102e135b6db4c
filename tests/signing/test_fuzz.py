"""Signatures come from strangers: whatever is done to the bytes, the answer is a verdict, and soon."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from asn1crypto import cms

from signing.crypto import timestamp
from signing.crypto.cades import Expected, Report, Status, Trust, load_crl, load_ocsp, verify
from signing.crypto.errors import Fault
from signing.crypto.signer import Signer
from signing.crypto.timestamp import StampRefused
from signing.testing.signatures import answer
from tests.moment import NOW
from tests.signing.collection import VECTORS, Vector, material
from tests.signing.collection import digests as digests_of

# A verdict takes some hundredths of a second. Far above that a machine with other work is still no hang.
HANG = 20.0
STEP = 7  # of the longer signature every seventh byte is changed: all of them take a minute


def authenticated(raw: bytes) -> list[range]:
    """Where the signer's certificate, the signed attributes and the signature value stand."""
    signed = cms.ContentInfo.load(raw)["content"]
    info = signed["signer_infos"][0]
    parts = [
        Signer(signed, info).certificate.dump(),
        info["signed_attrs"].contents,
        info["signature"].contents,
    ]
    return [range(raw.index(part), raw.index(part) + len(part)) for part in parts]


def verdict(vector: Vector, raw: bytes) -> Report:
    started = time.monotonic()
    report = vector.verify(raw)
    assert time.monotonic() - started < HANG
    return report


@pytest.mark.parametrize(("name", "step"), [("valid_legal_256", 1), ("valid_timestamp", STEP)])
def test_a_changed_byte_never_passes_where_it_counts(name, step):
    """What CMS leaves unsigned may change: versions, letter case in names, second copies of certificates."""
    vector = VECTORS[name]
    raw = vector.raw
    counts = authenticated(raw)
    assert sum(map(len, counts)) > 1500
    passed = []
    for place in range(0, len(raw), step):
        bit = 0x01 if place % 2 else 0x80
        changed = raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :]
        if verdict(vector, changed).status is Status.VALID:
            passed.append(place)
    assert [place for place in passed if any(place in part for part in counts)] == []


def spoiled(raw: bytes, count: int) -> Iterator[bytes]:
    """Cuts, repeats, runs of zeros and random bytes in random places; the same in every run."""
    chance = random.Random(5)
    for _ in range(count):
        start = chance.randrange(len(raw))
        end = min(len(raw), start + chance.choice([1, 2, 4, 16, 64, 256, 1024]))
        middle = chance.choice(
            [
                b"",
                raw[start:end] * 2,
                bytes(end - start),
                b"\xff" * (end - start),
                chance.randbytes(chance.randrange(1, 32)),
                b"\x30\x80" * chance.randrange(1, 64),
            ]
        )
        yield raw[:start] + middle + raw[end:]


@pytest.mark.parametrize("name", ["valid_legal_512", "valid_timestamp", "valid_base64", "valid_ocsp"])
def test_cuts_and_inserts_end_in_a_verdict(name):
    vector = VECTORS[name]
    for raw in spoiled(vector.raw, 250):
        assert isinstance(verdict(vector, raw), Report)


def judged_with(vector: Vector, trust: Trust) -> Status:
    return verify(vector.raw, digests_of(vector.document), trust, Expected(**vector.expected_subject)).status


@pytest.mark.parametrize("name", ["valid_ocsp", "revoked_ocsp"])
def test_a_spoilt_answer_leaves_the_question_open(name):
    """It comes over plain HTTP: whoever spoils it must not turn a good signature into a bad one, nor the other way."""
    vector = VECTORS[name]
    raw = material(vector.trust["ocsp"][0])
    byte_by_byte = (raw[:n] + bytes([raw[n] ^ 0x55]) + raw[n + 1 :] for n in range(0, len(raw), STEP))
    for changed in (*byte_by_byte, *spoiled(raw, 100)):
        try:
            answer = load_ocsp(changed)
        except ValueError:
            continue
        assert judged_with(vector, replace(vector.trusted, ocsp=(answer,))) in {
            Status(vector.status),
            Status.INDETERMINATE,
        }


@pytest.mark.parametrize("name", ["valid_legal_256", "revoked"])
def test_a_spoilt_list_leaves_the_question_open(name):
    vector = VECTORS[name]
    raw = material("ca.crl")
    root = load_crl(material("root.crl"))
    byte_by_byte = (raw[:n] + bytes([raw[n] ^ 0x55]) + raw[n + 1 :] for n in range(len(raw)))
    for changed in (*byte_by_byte, *spoiled(raw, 100)):
        try:
            spoilt = load_crl(changed)
        except ValueError:
            continue
        assert judged_with(vector, replace(vector.trusted, crls=(root, spoilt))) in {
            Status(vector.status),
            Status.INDETERMINATE,
        }


def test_cuts_and_inserts_of_what_is_to_be_stamped(pki, director, digests):
    """The server reads an answer of a service it does not control."""
    signature = pki.sign(director, digests, when=NOW)
    query = timestamp.request(signature)
    response = answer(pki.stamps, query, NOW, pki.chain)
    for raw in spoiled(response, 300):
        try:
            token = timestamp.token(raw, query)
        except StampRefused:
            continue
        assert timestamp.add(signature, token)
    for raw in spoiled(signature, 300):
        try:
            timestamp.request(raw)
        except Fault:
            continue
