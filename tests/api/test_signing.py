"""A builder's system sees what waits for a signature, signs with a certificate, takes the signatures of a document."""

import io
from base64 import b64encode
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from cabinet.cases.models import Case
from cabinet.contracts.models import Fact
from gost import streebog
from signing.models import Signature, SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests import world
from tests.contracts import conftest as contracts
from tests.contracts.acts import Signs, draft_sent, reviewed
from tests.signatures import acts as to_sign
from tests.signing import by_certificate

from .calls import Caller, caller

pki, trusted, head, head_of_company = contracts.pki, contracts.trusted, contracts.head, contracts.head_of_company
owner, plant, company_signs = contracts.owner, contracts.plant, contracts.company_signs


@pytest.fixture
def sent(plant: Case, administrator: User, company_signs: Signs) -> Fact:
    """A contract that the company has signed, for ООО «Ромашка» to sign."""
    fact = draft_sent(plant, administrator)
    company_signs(fact)
    return fact


@pytest.fixture
def program(owner: User, company: GridCompany) -> Caller:
    return caller(owner, company)


def signed(pki: Pki, identity: Identity, number: int) -> str:
    request = SignatureRequest.objects.get(pk=number)
    return b64encode(by_certificate.signature(pki, identity, request, when=timezone.now())).decode()


def test_what_waits_is_signed_outside_and_the_verifier_judges(
    sent: Fact, program: Caller, pki: Pki, head: Identity
) -> None:
    waiting = program.get("signatures/?state=available").json()["items"]
    assert {one["document"] for one in waiting} <= set(sent.documents)
    assert all(one["may_sign"] and one["kind"] == "qualified" and one["sha256"] for one in waiting)
    first = waiting[0]

    answer = program.post(f"signatures/{first['id']}/signature/", signature=signed(pki, head, first["id"]))

    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["may_sign"]) == ("signed", False)
    [company, applicant] = program.get(f"documents/{first['document']}/signatures/").json()["items"]
    assert (company["side"], applicant["side"]) == ("company", "applicant")
    assert applicant["signature"]["status"] == "valid"
    assert applicant["signature"]["check_code"]
    assert [one["id"] for one in program.get("signatures/?state=available").json()["items"]] == [
        one["id"] for one in waiting[1:]
    ]


def test_the_same_signature_again_is_the_same(sent: Fact, program: Caller, pki: Pki, head: Identity) -> None:
    number = program.get("signatures/?state=available").json()["items"][0]["id"]
    raw = signed(pki, head, number)

    answers = [program.post(f"signatures/{number}/signature/", signature=raw) for _ in range(2)]

    assert [(one.status_code, one.json()) for one in answers] == [(200, answers[0].json())] * 2
    assert Signature.objects.filter(request=number).count() == 1


def test_a_signature_of_another_file_or_of_nobody_is_refused(
    sent: Fact, program: Caller, pki: Pki, head: Identity, head_of_company: Identity
) -> None:
    [first, *_] = program.get("signatures/?state=available").json()["items"]
    changed = pki.sign(head, streebog.digests(io.BytesIO(b"another file")), when=timezone.now())
    wrong = [b64encode(changed).decode(), signed(pki, head_of_company, first["id"])]
    for raw in ("подпись", "", "AAAA", "A" * 3_000_000, *wrong):
        answer = program.post(f"signatures/{first['id']}/signature/", signature=raw)
        assert answer.status_code in {409, 413, 422}, (raw[:20], answer.content)
        assert answer.json()["detail"]
    assert program.get(f"signatures/{first['id']}/").json()["state"] == "available"


def test_a_representative_does_not_sign_for_their_client(
    sent: Fact, owner: User, company: GridCompany, pki: Pki, head: Identity
) -> None:
    program = caller(world.representative(owner, 7), company)
    [first, *_] = program.get("signatures/?state=available").json()["items"]
    assert first["may_sign"] is False

    answer = program.post(f"signatures/{first['id']}/signature/", signature=signed(pki, head, first["id"]))

    assert (answer.status_code, answer.json()["code"]) == (403, "may_not_sign")


def test_a_refusal_to_sign_bears_its_reason(sent: Fact, program: Caller) -> None:
    [first, *_] = program.get("signatures/?state=available").json()["items"]

    blind = program.post(f"signatures/{first['id']}/refusal/", reason="")
    answers = [program.post(f"signatures/{first['id']}/refusal/", reason="Не та мощность") for _ in range(2)]

    assert list(blind.json()["errors"]) == ["reason"]
    assert {(one.status_code, one.json()["state"]) for one in answers} == {(200, "declined")}
    assert answers[0].json()["reason"] == "Не та мощность"


def test_a_signature_is_downloaded_as_it_was_given(
    sent: Fact, program: Caller, pki: Pki, head: Identity, administrator: User, company: GridCompany, stranger: User
) -> None:
    [first, *_] = program.get("signatures/?state=available").json()["items"]
    raw = signed(pki, head, first["id"])
    program.post(f"signatures/{first['id']}/signature/", signature=raw)
    parties: list[Any] = program.get(f"documents/{first['document']}/signatures/").json()["items"]

    for one in parties:
        path = one["signature"]["file"].partition("/api/v1/")[2]
        for side in (program, caller(administrator, company)):
            answer = side.get(path)
            assert answer.status_code == 200
            assert len(answer.content) > 500
            assert "attachment" in answer["Content-Disposition"]
        assert caller(stranger, company).get(path).status_code == 404
    assert Record.objects.filter(event="signature.downloaded").count() == 2 * len(parties)


def test_a_code_of_an_sms_is_not_given_by_a_program(
    here: None, applicant: User, administrator: User, company: GridCompany
) -> None:
    case = world.application(applicant)
    to_sign.sent(case, administrator)
    request = to_sign.ready_for_sms(applicant)
    program = caller(applicant, company)

    shown = program.get(f"signatures/{request.pk}/").json()
    answer = program.post(f"signatures/{request.pk}/signature/", signature="AAAA")

    assert shown["kind"] == "simple"
    assert answer.status_code in {409, 422}
    assert program.get(f"signatures/{request.pk}/").json()["state"] == "available"


def test_a_list_of_signatures_costs_the_same_whatever_it_holds(
    sent: Fact, program: Caller, queries: Any, owner: User, administrator: User, company_signs: Signs
) -> None:
    program.get("signatures/")
    with queries() as one:
        held = len(program.get("signatures/").json()["items"])
    for _ in range(3):
        case = reviewed(world.application(owner, purpose="Цех", max_power_kw=400, reliability="3"), administrator)
        company_signs(draft_sent(case, administrator))
    with queries() as more:
        assert len(program.get("signatures/").json()["items"]) == 4 * held

    asked = [len([sql for sql in found if "tenants_" not in sql]) for found in (one, more)]
    assert asked[0] == asked[1] <= 4
