"""A signature made by the plug-in or outside, as it reaches the server."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case, Entry
from signing.models import Signature, SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests.signing import by_certificate
from tests.world import words

from .acts import APPLICANT, COMPANY, asked, raw, sent, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")
JSON = {"Accept": "application/json"}


@pytest.fixture
def contract(case_of_organisation: Case, administrator: User) -> Entry:
    return sent(case_of_organisation, administrator)


def address(entry: Entry, side: SignatureRequest.Side) -> str:
    return f"/signatures/{asked(entry, side).pk}/sign/"


def test_both_sides_sign_with_certificates(
    signer_client: Client, owner_client: Client, contract: Entry, pki: Pki, head_of_company: Identity, head: Identity
) -> None:
    sent_by_plugin = base64.encodebytes(raw(pki, head_of_company, contract)).decode().replace("\n", "\r\n")
    answer = signer_client.post(address(contract, COMPANY), {"signature": sent_by_plugin}, headers=JSON)
    assert answer.json() == {"status": "valid", "message": "Подписано. Подпись проверена автоматически."}

    file = SimpleUploadedFile("договор.pdf.sig", raw(pki, head, contract))
    answer = owner_client.post(address(contract, APPLICANT), {"signature": file})
    assert answer["Location"] == f"/cases/{contract.case_id}/"
    assert Signature.objects.filter(status="valid").count() == 2


def test_a_refused_signature_says_why(signer_client: Client, contract: Entry, pki: Pki, head: Identity) -> None:
    strange = base64.encodebytes(raw(pki, head, contract)).decode()
    answer = signer_client.post(address(contract, COMPANY), {"signature": strange}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "wrong_subject"
    assert "ООО «Горсеть», ОГРН" in answer.json()["error"]

    page = signer_client.post(address(contract, COMPANY), {"signature": SimpleUploadedFile("a.sig", b"{}")})
    assert page.status_code == 422
    assert "Файл подписи повреждён" in words(page)
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.sig", b"", "Файл подписи повреждён"),
    ("a.sig", b"x" * (1024 * 1024 + 1), "больше 1 МБ"),
])  # fmt: skip
def test_a_file_that_is_no_signature(
    signer_client: Client, contract: Entry, name: str, content: bytes, said: str
) -> None:
    page = signer_client.post(address(contract, COMPANY), {"signature": SimpleUploadedFile(name, content)})

    assert page.status_code == 422
    assert said in words(page)


def test_an_employee_is_asked_for_a_power(
    owner_client: Client, contract: Entry, pki: Pki, head_of_company: Identity, administrator: User
) -> None:
    signed_by_company(contract, pki, head_of_company, administrator)
    made = base64.encodebytes(raw(pki, by_certificate.employee(pki), contract)).decode()

    answer = owner_client.post(address(contract, APPLICANT), {"signature": made}, headers=JSON)

    assert answer.json()["code"] == "power_needed"
    assert "машиночитаемую доверенность" in answer.json()["error"]


def test_signatures_leave_for_both_sides_and_for_nobody_else(
    signer_client: Client, applicant_client: Client, stranger_client: Client, case: Case, administrator: User,
    applicant: User, pki: Pki, head_of_company: Identity,
) -> None:  # fmt: skip
    contract = sent(case, administrator)
    given = signed_by_company(contract, pki, head_of_company, administrator)
    simple = signs_by_sms(Entry.objects.get(pk=contract.pk), applicant)

    answers = [client.get(f"/signatures/given/{given.pk}/") for client in (signer_client, applicant_client)]
    assert {answer.content for answer in answers} == {bytes(given.raw)}
    assert "filename*=" in answers[0]["Content-Disposition"]
    assert applicant_client.get(f"/signatures/given/{simple.pk}/")["Content-Type"] == "application/json"
    papers = [
        f"/signatures/given/{simple.pk}/protocol/",
        f"/documents/{contract.pk}/sheet/",
        f"/documents/{contract.pk}/stamped/",
    ]
    for paper in papers:
        answer: Any = applicant_client.get(paper)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        for close in answer._resource_closers:  # closing the answer itself would end the connection of the test
            close()
    for paper in [f"/signatures/given/{given.pk}/", *papers]:
        assert stranger_client.get(paper).status_code == 404
