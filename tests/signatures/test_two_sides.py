"""The company signs first; until then the document does not exist for the applicant. Everybody learns how it ends."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.errors import SignedIsKept
from cabinet.cases.models import Case, Entry
from cabinet.company.queries import profile
from cabinet.signatures.queries import document_of
from notifications.models import OutboxMessage
from signing import services
from signing.errors import NothingToSign
from signing.models import SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests import world
from tests.world import words

from .acts import APPLICANT, COMPANY, a_minute_later, asked, sent, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def contract(case: Case, administrator: User) -> Entry:
    """Waits for the company's signature."""
    return sent(case, administrator)


@pytest.fixture
def offered(contract: Entry, pki: Pki, head_of_company: Identity, administrator: User) -> Entry:
    """Signed by the company, waits for the applicant."""
    OutboxMessage.objects.all().delete()
    signed_by_company(contract, pki, head_of_company, administrator)
    contract.refresh_from_db()
    return contract


def letters() -> set[tuple[str, str]]:
    """To whom, and what after the number of the case."""
    sent = OutboxMessage.objects.filter(channel="email")
    return {(letter.recipient, letter.subject.rpartition(": ")[2]) for letter in sent}


def test_before_the_companys_signature_the_applicant_has_nothing(
    applicant_client: Client, applicant: User, contract: Entry, case: Case
) -> None:
    from cabinet.cases.queries import last_change

    before = last_change(applicant)
    assert contract.placed_at is None
    assert contract.document is not None
    card = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert contract.title
    assert contract.title not in card
    assert contract.document.file_name not in card
    assert applicant_client.get(f"/documents/{contract.pk}/").status_code == 404
    assert not {subject for to, subject in letters() if to == applicant.email and "подпис" in subject}
    assert last_change(applicant) == before


def test_the_signers_are_told_at_once(signer: User, case: Case, administrator: User) -> None:
    sent(case, administrator)

    assert (signer.email, "документ ждёт вашей подписи") in letters()
    assert administrator.email not in {to for to, _subject in letters()}  # who has just sent it


def test_staff_see_who_has_to_sign(administrator_client: Client, contract: Entry, case: Case) -> None:
    page = words(administrator_client.get(f"/cases/{case.pk}/"))

    assert "Ожидается подписание документа со стороны ООО «Горсеть»" in page
    assert "Не подписано со стороны заявителя" in page


def test_the_companys_signature_hands_it_over(
    applicant_client: Client, applicant: User, offered: Entry, case: Case
) -> None:
    assert offered.placed_at is not None
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Подписано со стороны ООО «Горсеть»" in page
    assert "Ожидается подписание документа со стороны заявителя" in page
    assert "Требуется действие" in page
    assert letters() == {(applicant.email, "документ ждёт вашей подписи")}


def test_both_have_signed(
    applicant_client: Client, administrator_client: Client, applicant: User, offered: Entry, case: Case
) -> None:
    signs_by_sms(offered, applicant)

    for client in (applicant_client, administrator_client):
        page = words(client.get(f"/cases/{case.pk}/"))
        assert "Подписано со стороны заявителя" in page
        assert "Подпись верна. Документ не изменён" in page
    assert (profile().notice_email, "заявитель подписал документ") in letters()


def test_one_sided_by_the_company_is_just_placed(
    applicant_client: Client, applicant: User, case: Case, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    terms = sent(case, administrator, sides=[COMPANY])
    signed_by_company(terms, pki, head_of_company, administrator)

    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Подпись верна. Документ не изменён" in page
    assert (applicant.email, "новый документ") in letters()
    assert "Требуется действие" not in page


def test_everybody_is_told_of_a_refusal(
    applicant_client: Client, applicant: User, administrator: User, signer: User, offered: Entry, case: Case
) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=signer)
    request = asked(offered, APPLICANT)

    assert applicant_client.post(f"/signatures/{request.pk}/decline/", {"reason": " "}).status_code == 422
    answer = applicant_client.post(f"/signatures/{request.pk}/decline/", {"reason": "Не тот адрес"})

    assert answer["Location"] == f"/cases/{case.pk}/"
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Отказано в подписании" in page
    assert "Причина: Не тот адрес" in page
    told = {to for to, subject in letters() if subject == "отказано в подписании"}
    assert told == {administrator.email, signer.email, profile().notice_email}  # and the applicant has done it


def test_everybody_is_told_of_a_recall_and_the_document_is_withdrawn(
    administrator_client: Client, applicant_client: Client, applicant: User, offered: Entry, case: Case
) -> None:
    address = f"/documents/{offered.pk}/recall/"
    assert administrator_client.post(address, {"reason": ""}).status_code == 422
    assert administrator_client.post(address, {"reason": "Ошибка в сумме"}).status_code == 302

    assert asked(offered, APPLICANT).state == SignatureRequest.State.RECALLED
    assert "отозван" in words(applicant_client.get(f"/cases/{case.pk}/"))
    told = {to for to, subject in letters() if subject == "документ отозван с подписания"}
    assert told == {applicant.email, profile().notice_email}


def test_a_recall_before_the_companys_signature_is_no_matter_of_the_applicant(
    applicant: User, administrator: User, contract: Entry
) -> None:
    services.recall(document_of(contract), reason="Опечатка", by=administrator, now=timezone.now())

    assert (applicant.email, "документ отозван с подписания") not in letters()
    assert not Entry.objects.filter(withdraws=contract).exists()


def test_the_applicant_may_not_recall_what_the_company_sent(applicant_client: Client, offered: Entry) -> None:
    assert applicant_client.get(f"/documents/{offered.pk}/recall/").status_code == 404


def test_what_is_signed_cannot_be_withdrawn(
    administrator_client: Client, administrator: User, applicant: User, offered: Entry
) -> None:
    signs_by_sms(offered, applicant)

    with pytest.raises(SignedIsKept):
        cases.withdraw_entry(offered, reason="опечатка", by=administrator, now=timezone.now())
    assert administrator_client.get(f"/documents/{offered.pk}/recall/").status_code == 404
    with pytest.raises(NothingToSign):
        services.recall(document_of(offered), reason="опечатка", by=administrator, now=timezone.now())


def test_withdrawing_what_waits_to_be_signed_recalls_it(administrator: User, offered: Entry) -> None:
    withdrawal = cases.withdraw_entry(offered, reason="опечатка", by=administrator, now=timezone.now())

    assert withdrawal.withdraws == offered
    assert asked(offered, APPLICANT).state == SignatureRequest.State.RECALLED


def test_an_application_that_is_withdrawn_is_not_signed_any_more(applicant: User, offered: Entry, case: Case) -> None:
    cases.withdraw(case, reason="Передумал", by=applicant, now=timezone.now())

    assert asked(offered, APPLICANT).state == SignatureRequest.State.RECALLED


def test_a_reminder_once_a_day(administrator_client: Client, applicant: User, offered: Entry) -> None:
    for _ in range(2):
        administrator_client.post(f"/documents/{offered.pk}/remind/")

    reminders = OutboxMessage.objects.filter(recipient=applicant.email, subject__contains="напоминание о подписании")
    assert reminders.count() == 1


def test_after_the_term_it_waits_to_be_prolonged(
    administrator_client: Client, applicant_client: Client, applicant: User, offered: Entry, case: Case
) -> None:
    today = timezone.localdate()
    SignatureRequest.objects.filter(document=offered.document_id).update(due_on=today - timedelta(days=1))
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Срок подписания истёк" in page
    assert "Попросите сетевую организацию продлить срок" in page

    address = f"/documents/{offered.pk}/prolong/"
    yesterday, later = today - timedelta(days=1), today + timedelta(days=3)
    assert administrator_client.post(address, {"due_on": f"{yesterday:%d.%m.%Y}"}).status_code == 422
    assert administrator_client.post(address, {"due_on": f"{later:%d.%m.%Y}"}).status_code == 302

    assert "Срок подписания истёк" not in words(applicant_client.get(f"/cases/{case.pk}/"))
    assert (applicant.email, "срок подписания продлён") in letters()


def test_a_found_invalid_signature_alarms_the_company(
    administrator: User, signer: User, applicant: User, offered: Entry, case: Case, administrator_client: Client
) -> None:
    from signing.signals import changed

    request = asked(offered, COMPANY)
    changed.send(SignatureRequest, request=request, event="invalidated", by=None, now=timezone.now())

    told = {to for to, subject in letters() if subject == "подпись недействительна"}
    assert {administrator.email, signer.email} <= told
    assert applicant.email not in told


def test_an_applicant_signs_a_document_of_their_own(
    applicant_client: Client, applicant: User, case: Case, signer: User
) -> None:
    own = case.entries.get(kind=Entry.Kind.DOCUMENT)
    assert f"/documents/{own.pk}/sign/" in words(applicant_client.get(f"/cases/{case.pk}/"))

    first = applicant_client.post(f"/documents/{own.pk}/sign/", {"read": "on", "agree": "on"})
    again = applicant_client.get(f"/documents/{own.pk}/sign/")
    assert first["Location"] == again["Location"]

    a_minute_later()
    signs_by_sms(own, applicant)
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Подписано со стороны заявителя" in page
    assert "Отозвать документ" not in page


@pytest.mark.parametrize("by_certificate", [False, True])
def test_nothing_of_ones_own_is_to_be_signed_before_it_is_confirmed(
    applicant_client: Client, owner_client: Client, case: Case, case_of_organisation: Case, by_certificate: bool
) -> None:
    client, filed = (owner_client, case_of_organisation) if by_certificate else (applicant_client, case)
    address = f"/documents/{filed.entries.get(kind=Entry.Kind.DOCUMENT).pk}/sign/"

    assert "не обязательно" in words(client.get(address))
    refused = client.post(address)
    assert refused.status_code == 422
    assert "отметьте, что ознакомились" in words(refused)
    assert not SignatureRequest.objects.exists()
    assert "Требуется действие" not in words(client.get(f"/cases/{filed.pk}/"))

    client.post(address, {"read": "on", "agree": "on"})
    assert SignatureRequest.objects.get().document_id == filed.entries.get(kind=Entry.Kind.DOCUMENT).document_id


@pytest.mark.parametrize(("file_name", "title"), [
    ("Паспорт.pdf", ""), ("scan.pdf", "Скан паспорта, стр. 2"), ("pasport_2.pdf", "Документ"),
])  # fmt: skip
def test_a_scan_of_a_passport_is_not_offered_for_signing(
    applicant_client: Client, applicant: User, case: Case, file_name: str, title: str
) -> None:
    scan = cases.add_document(
        case, world.pdf(file_name), title=title, comment="", by=applicant, key=uuid.uuid4(), now=timezone.now()
    )

    assert f"/documents/{scan.pk}/sign/" not in words(applicant_client.get(f"/cases/{case.pk}/"))
    assert applicant_client.get(f"/documents/{scan.pk}/sign/").status_code == 404


def test_a_representative_reads_who_may_sign(
    signed_in: Any, company: GridCompany, applicant: User, offered: Entry, case: Case
) -> None:
    representative = world.representative(applicant, 4)
    client = signed_in(representative, company)
    client.post(f"/clients/{world.applicant_of(applicant).pk}/")

    page = words(client.get(f"/cases/{case.pk}/"))
    assert "Подписать может: Орлова Анна Андреевна" in page
    assert "Отказаться" not in page
    sending = client.post(f"/signatures/{asked(offered, APPLICANT).pk}/code/", {"read": "on", "agree": "on"})
    assert sending.status_code == 403


def test_two_presses_send_one_document(case: Case, administrator: User) -> None:
    key = uuid.uuid4()
    common: dict[str, Any] = {
        "title": "Договор", "comment": "", "sides": [COMPANY], "due_on": None, "by": administrator, "key": key,
        "now": timezone.now(),
    }  # fmt: skip
    first, second = (cases.send_for_signing(case, world.pdf(), **common) for _ in range(2))

    assert first == second
    assert SignatureRequest.objects.filter(document=first.document_id).count() == 1
