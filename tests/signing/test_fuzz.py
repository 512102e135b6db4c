"""Signatures come from strangers: whatever is done to the bytes, the answer is a verdict, and soon."""

import io
import os
import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from asn1crypto import cms

from signing.crypto import admission, asn1, authorities, mchd, timestamp
from signing.crypto.algorithms import has_issued, public_key, public_key_bytes
from signing.crypto.cades import Expected, Report, Status, Trust, load_certificate, load_crl, load_ocsp, verify
from signing.crypto.certificates import Subject, title
from signing.crypto.errors import Fault
from signing.crypto.paths import build_path
from signing.crypto.revocation import by_ocsp
from signing.crypto.signer import Signer
from signing.crypto.timestamp import StampRefused
from signing.testing.der import integer, octets, oid, seq, tlv
from signing.testing.keys import Identity
from signing.testing.ministry import IN_FORCE, Listed, authority_list
from signing.testing.signatures import answer
from signing.testing.testpki import Pki
from tests.moment import NOW
from tests.signing.collection import VECTORS, Vector, material
from tests.signing.collection import digests as digests_of
from tests.signing.test_mchd import xml as mchd_xml

# A verdict takes some hundredths of a second. Far above that a machine with other work is still no hang.
HANG = 20.0
MINISTRY = authority_list([Listed("УЦ", "1027700071530", material("ca.cer"), [(IN_FORCE, NOW)])])
# Which bytes are changed one by one: every third of the shorter signature, every seventh of what is longer. All of them
# take more than a minute: FUZZ_ALL=1.
STEP, LONG_STEP = (1, 1) if os.environ.get("FUZZ_ALL") else (3, 7)


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


@pytest.mark.parametrize(("name", "step"), [("valid_legal_256", STEP), ("valid_timestamp", LONG_STEP)])
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
    byte_by_byte = (raw[:n] + bytes([raw[n] ^ 0x55]) + raw[n + 1 :] for n in range(0, len(raw), LONG_STEP))
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


def escaping(action, allowed: tuple[type[Exception], ...]) -> str:
    """The exception that comes out of the action, if it is none of those that are documented."""
    try:
        action()
    except allowed:
        return ""
    except Exception as problem:
        return repr(problem)
    return ""


def test_nothing_but_what_is_documented_escapes(pki, director, digests):
    """Of any public function that reads what strangers write. A worker's task would die of it."""
    power, xml = VECTORS["valid_legal_256"].raw, mchd_xml()
    signature = pki.sign(director, digests, when=NOW, stamped=True)
    query = timestamp.request(signature)
    reply = answer(pki.stamps, query, NOW, pki.chain)
    stamp = timestamp.token(reply, query)
    certificate, listed = director.certificate, pki.issuer.crl(NOW, NOW)
    told = pki.issuer.ocsp(director, NOW)
    trust, subject = pki.trust(at=NOW), Subject(inn="1")
    readers = {
        "verify": (signature, lambda raw: verify(raw, digests, trust), ()),
        "signers": (signature, timestamp.signers, ()),
        "decode": (signature, asn1.decode, (Fault,)),
        "guard": (signature, asn1.guard, (ValueError,)),
        "request": (signature, timestamp.request, (Fault,)),
        "token": (reply, lambda raw: timestamp.token(raw, query), (StampRefused,)),
        "add to": (signature, lambda raw: timestamp.add(raw, stamp), (Fault,)),
        "add": (stamp, lambda raw: timestamp.add(signature, raw), (Fault,)),
        "load_certificate": (certificate, load_certificate, (ValueError,)),
        "certificate": (certificate, ask_everything, (ValueError, Fault)),
        "load_crl": (listed, load_crl, (ValueError,)),
        "rows": (listed, lambda raw: load_crl(raw).entries_of(director.serial), (ValueError,)),
        "load_ocsp": (told, load_ocsp, (ValueError,)),
        "answers": (told, lambda raw: by_ocsp_of(raw, director, pki, trust), (ValueError,)),
        "read": (xml, mchd.read, (mchd.MchdRefused,)),
        "verify_power": (
            xml,
            lambda raw: mchd.verify_power(
                raw, power, trust, applicant=Expected(ogrn="1"), signer=subject, on=NOW.date()
            ),
            (),
        ),
        "power signed": (
            power,
            lambda raw: mchd.verify_power(xml, raw, trust, applicant=Expected(ogrn="1"), signer=subject, on=NOW.date()),
            (),
        ),
        "authorities": (MINISTRY, lambda raw: authorities.read(io.BytesIO(raw)), (authorities.ListRefused,)),
    }
    escaped = {}
    for name, (raw, read, allowed) in readers.items():
        for number, changed in enumerate((*spoiled(raw, 60), *flipped(raw, 60), *grafted(raw, 40))):
            if problem := escaping(lambda read=read, changed=changed: read(changed), allowed):
                escaped[name, number] = problem
    assert escaped == {}


def flipped(raw: bytes, count: int) -> Iterator[bytes]:
    chance = random.Random(7)
    for _ in range(count):
        place = chance.randrange(len(raw))
        yield raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]


def grafted(raw: bytes, count: int) -> Iterator[bytes]:
    """Well-formed, but with an element of another kind in some place."""
    chance = random.Random(9)
    strange = [b"\x05\x00", octets(b""), seq(), integer(-1), oid("1.2.3"), tlv(0x17, b"000000000000Z"), tlv(0xA0)]
    for _ in range(count):
        try:
            yield replaced(raw, chance, strange)
        except ValueError:  # it is XML
            return


def replaced(element: bytes, chance: random.Random, strange: list[bytes]) -> bytes:
    inside = asn1.parts(element)
    place = chance.randrange(len(inside)) if inside else -1
    if place < 0:
        return chance.choice(strange)
    if inside[place][0] & 0x20 and chance.random() < 0.8:
        inside[place] = replaced(inside[place], chance, strange)
    else:
        inside[place] = chance.choice(strange)
    return tlv(element[0], *inside)


def ask_everything(raw: bytes) -> None:
    found = load_certificate(raw)
    for ask in (
        admission.key_usage, admission.extended_usage, admission.constraints, admission.policies, admission.own_key,
        admission.issuer_key, admission.list_addresses, admission.service_addresses, admission.validity,
        admission.thumbprint, admission.fingerprint, public_key, public_key_bytes,
    ):  # fmt: skip
        ask(found)
    title(found.subject)
    Subject.of(found.subject)
    assert isinstance(has_issued(found, found), bool)
    build_path(found, [found], Trust(at=NOW, roots=(found,)), NOW)


def by_ocsp_of(raw: bytes, director: Identity, pki: Pki, trust: Trust) -> None:
    child, parent = load_certificate(director.certificate), load_certificate(pki.issuer.identity.certificate)
    by_ocsp(child, parent, replace(trust, ocsp=(load_ocsp(raw),)), NOW)


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
