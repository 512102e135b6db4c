"""Pages on which people sign."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case
from signing.models import SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests.world import words

from .acts import APPLICANT, COMPANY, asked, sent, signed_by_company


def test_the_page_of_a_document_offers_to_sign_with_a_certificate(
    signer_client: Client, case: Case, administrator: User
) -> None:
    entry = sent(case, administrator)

    page = signer_client.get(f"/signatures/{asked(entry, COMPANY).pk}/")

    assert page.status_code == 200
    assert "Подписать вне кабинета" in words(page)


def test_a_specialist_reads_who_may_sign(
    specialist_client: Client, signer: User, case: Case, administrator: User
) -> None:
    entry = sent(case, administrator)

    page = specialist_client.get(f"/signatures/{asked(entry, COMPANY).pk}/")

    assert "Подписать может: Иванова М. С., Платонов С. И." in words(page)
    assert "Загрузить подпись" not in words(page)


def test_the_applicant_finds_nothing_before_the_company_has_signed(
    applicant_client: Client, case: Case, administrator: User
) -> None:
    entry = sent(case, administrator)

    for address in (f"/signatures/{asked(entry, APPLICANT).pk}/", f"/signatures/{asked(entry, COMPANY).pk}/",
                    f"/documents/{entry.pk}/", f"/documents/{entry.pk}/sheet/"):  # fmt: skip
        assert applicant_client.get(address).status_code == 404
    assert entry.document is not None
    card = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert entry.title
    assert entry.title not in card
    assert entry.document.file_name not in card
    assert "Нет документов на подпись" in words(applicant_client.get("/signatures/"))


def test_a_person_signs_by_sms(
    applicant_client: Client, applicant: User, case: Case, administrator: User, trusted: int, pki: Pki,
    head_of_company: Identity,
) -> None:  # fmt: skip
    entry = sent(case, administrator)
    signed_by_company(entry, pki, head_of_company, administrator)
    address = f"/signatures/{asked(entry, APPLICANT).pk}/"

    assert "Подпишите документ кодом из СМС" in words(applicant_client.get(address))
    assert applicant_client.post(f"{address}code/").status_code == 422
    sending = applicant_client.post(f"{address}code/", {"read": "on", "agree": "on"})
    assert sending.status_code == 302, words(sending)
    page = words(applicant_client.get(address))
    assert "отправлено СМС-сообщение с кодом" in page
    from tests.signing.by_sms import newest_sms, wrong

    code = newest_sms(applicant.phone).text[:6]
    refused = applicant_client.post(f"{address}confirm/", {"code": wrong(code)})
    assert "Неверный код" in words(refused)
    assert applicant_client.post(f"{address}confirm/", {"code": code})["Location"] == f"/cases/{case.pk}/"
    assert asked(entry, APPLICANT).state == SignatureRequest.State.SIGNED


def test_the_inbox_of_a_signer(signer_client: Client, case: Case, administrator: User) -> None:
    assert "Всё подписано" in words(signer_client.get("/signatures/"))
    entry = sent(case, administrator, due_on=timezone.localdate() + timedelta(days=5))

    page = words(signer_client.get("/signatures/"))

    assert "Подписать отмеченные" in page
    assert asked(entry, COMPANY).title in page
    for tab in ("applicants", "ended"):
        assert signer_client.get(f"/signatures/?tab={tab}").status_code == 200


def test_other_pages_open(signer_client: Client, owner_client: Client, case: Case, administrator: User) -> None:
    entry = sent(case, administrator)
    assert signer_client.get(f"/documents/{entry.pk}/recall/").status_code == 200
    assert signer_client.get(f"/documents/{entry.pk}/prolong/").status_code == 200
    assert signer_client.get(f"/signatures/{asked(entry, COMPANY).pk}/decline/").status_code == 200
    for client in (signer_client, owner_client):
        assert client.get("/signatures/setup/").status_code == 200
        assert client.get("/powers/").status_code == 200
