"""Whoever holds the key of the seal may have sealed anything: a verdict with a sentence, never an error."""

import json
from functools import reduce
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from signing import protocols, public_check
from signing.crypto import pep
from signing.models import Signature
from signing.protocols import seals, shape
from tests import world
from tests.moment import NOW
from tests.signing import by_sms
from tests.signing.test_protocols import checked, tamper
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -1, 2**63, "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+23:59", "2026-03-13", ""])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.just("я" * 5000)
    | st.just("\x00<script>")
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


@pytest.fixture
def whole(applicant: User) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(by_sms.signed(applicant).raw))["protocol"]
    return found


def places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(place for name, inner in inside for place in places(inner, (*before, name)))]


def check(told: Any) -> public_check.Outcome:
    raw = pep.canonical(pep.seal(told, seals.sealing_key()))
    return public_check.check_file(BytesIO(world.PDF), raw, now=NOW)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_place_may_hold_anything(whole: dict[str, Any], data: st.DataObject) -> None:
    told = json.loads(json.dumps(whole))
    *above, last = data.draw(st.sampled_from(places(told)[1:]))
    holder = reduce(lambda value, name: value[name], above, told)
    if data.draw(st.booleans()):
        holder[last] = data.draw(ANYTHING)
    else:
        del holder[last]
    try:
        outcome = check(told)
    except ValueError:  # JSON itself cannot hold it: it cannot be sealed
        return
    assert outcome.message


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=ANYTHING)
def test_any_value_may_be_sealed(applicant: User, told: Any) -> None:
    try:
        outcome = check(told)
    except ValueError:
        return
    assert outcome.status == Signature.Status.INVALID
    assert outcome.message


@pytest.mark.parametrize("name", ["operator", "signer", "document", "agreement", "key", "message", "events", "number"])
@pytest.mark.parametrize("value", [None, 1, "строка", [], {}, [[[[]]]], {"name": {"name": None}}])
def test_a_good_seal_over_an_odd_shape_is_told_so(
    whole: dict[str, Any], browser: Client, name: str, value: Any
) -> None:
    raw = pep.canonical(pep.seal({**whole, name: value}, seals.sealing_key()))
    files = {"document": SimpleUploadedFile("a.pdf", world.PDF), "signature": SimpleUploadedFile("a.json", raw)}
    response = browser.post("/check/", files)

    assert response.status_code == 200
    if (name, value) in [("events", []), ("number", 1)]:
        return
    assert "Печать верна, но протокол составлен не по форме" in words(response) or "Подпись неверна" in words(response)
    assert "Простая электронная подпись верна" not in words(response)


def test_deep_nesting_is_no_protocol(browser: Client) -> None:
    raw = b'{"protocol":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b',"seal":{}}'
    files = {"document": SimpleUploadedFile("a.pdf", world.PDF), "signature": SimpleUploadedFile("a.json", raw)}
    assert "не протокол простой электронной подписи" in words(browser.post("/check/", files))


def test_what_we_seal_has_the_shape(applicant: User) -> None:
    assert shape.faults_of(protocols.read(bytes(by_sms.signed(applicant).raw))) == []


def test_papers_of_an_odd_protocol_refuse_with_a_sentence(applicant: User, applicant_client: Client) -> None:
    signature = by_sms.signed(applicant)
    odd = pep.canonical(pep.seal({"signed_at": NOW.isoformat(), "document": {}}, seals.sealing_key()))
    tamper("signing_signature", f"UPDATE signing_signature SET raw = '\\x{odd.hex()}' WHERE id = {signature.pk}")

    answer = applicant_client.get(f"/signatures/given/{signature.pk}/protocol/")
    assert answer.status_code == 409
    assert "не читается" in words(answer)
    assert "составлен не по форме" in words(applicant_client.get("/check/", {"code": signature.check_code}))
    assert "протокол составлен не по форме" in checked()
