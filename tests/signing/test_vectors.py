"""Every signature of the collection gets its verdict: the good pass, each of the bad is refused for its own reason."""

from collections import Counter

import pytest

from gost import streebog
from signing.crypto.errors import MESSAGES, Code, Status
from tests.signing.collection import MANIFEST, VECTORS


@pytest.mark.parametrize("name", VECTORS)
def test_a_signature_gets_its_verdict(name):
    vector = VECTORS[name]
    if vector.document in MANIFEST["generated_documents"] and streebog.backend().name == "python":
        pytest.skip("50 MB take a minute in plain Python")
    report = vector.verify()
    assert (report.status, report.code) == (vector.status, vector.code), f"{vector.why}: {report.detail}"


def test_the_collection_is_whole():
    assert len(VECTORS) == 117
    assert Counter(vector.status for vector in VECTORS.values()) == {"valid": 20, "invalid": 91, "indeterminate": 6}
    assert {vector.code for vector in VECTORS.values()} == set(Code)


def test_every_code_has_a_sentence():
    assert set(MESSAGES) == set(Code)
    assert all(text.endswith(".") and text[0].isupper() for text in MESSAGES.values())


def test_a_good_signature_tells_who_signed():
    report = VECTORS["valid_timestamp"].verify()
    assert report.status is Status.VALID
    assert report.is_valid
    assert report.subject is not None
    assert report.subject.ogrn == "1027700132195"
    assert report.level == "CAdES-T"
    assert report.stamped_at is not None
    assert report.protection == ("КС1", "КС2")
    assert len(report.chain) == 3
    assert report.revocation == ("crl", "crl")
    assert len(report.thumbprint) == 40
    assert report.message == "Подпись действительна."


def test_a_refused_signature_still_tells_who_signed():
    report = VECTORS["revoked"].verify()
    assert not report.is_valid
    assert report.subject is not None
    assert report.subject.common_name
    assert report.thumbprint
