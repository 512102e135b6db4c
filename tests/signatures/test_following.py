"""The status follows a contract: it is sent, the company has signed, both have signed, or one of them will not."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from notifications.models import OutboxMessage
from signing import services
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.world import words

from .acts import APPLICANT, COMPANY, a_minute_later, asked, sent, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")
OFFER, SIGNING, DONE = "Подготовка оферты договора", "Ожидает подписания", "Исполнение договора ТП"
MISSING = "Запрос отсутствующих документов или сведений"


def stands(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.stage, case.status


def lines(case: Case) -> list[str]:
    return list(case.entries.filter(kind=Entry.Kind.STATUS).order_by("pk").values_list("title", flat=True))


@pytest.fixture
def waiting(case: Case, administrator: User) -> Case:
    """Documents are asked for."""
    cases.ask_information(
        case, documents=["Паспорт"], words="", due_on=None, by=administrator, key=uuid.uuid4(), now=timezone.now()
    )
    return case


def test_a_contract_takes_the_case_from_stage_to_stage(
    waiting: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    contract = sent(waiting, administrator)
    assert stands(waiting) == (Stage.OFFER, OFFER)
    assert not waiting.information_requests.open().exists()

    signed_by_company(contract, pki, head_of_company, administrator)
    assert stands(waiting) == (Stage.SIGNING, SIGNING)
    letter = OutboxMessage.objects.filter(recipient=applicant.email).latest("pk")
    assert "ждёт вашей подписи" in letter.subject
    assert SIGNING in letter.text

    signs_by_sms(contract, applicant)
    assert stands(waiting) == (Stage.PERFORMANCE, DONE)
    assert "подписано обеими сторонами" in lines(waiting)[-1]
    assert DONE in OutboxMessage.objects.filter(recipient=applicant.email).latest("pk").subject


def test_the_form_warns_and_the_person_may_choose(
    administrator_client: Client, waiting: Case, administrator: User
) -> None:
    page = words(administrator_client.get(f"/cases/{waiting.pk}/?add=document"))
    assert "Заявитель ещё не ответил на запрос" in page
    assert "пойдёт за документом" in page

    form: dict[str, Any] = {"files": [world.pdf("dogovor.pdf")], "title": "", "two_sided": "on", "status": "keep"}
    administrator_client.post(f"/cases/{waiting.pk}/entries/document/", form)
    assert stands(waiting) == (Stage.MISSING, MISSING)

    form |= {"files": [world.pdf("dogovor.pdf")], "status": ""}
    administrator_client.post(f"/cases/{waiting.pk}/entries/document/", form)
    assert stands(waiting) == (Stage.OFFER, OFFER)


def test_a_document_that_nobody_signs_leaves_the_status(administrator_client: Client, waiting: Case) -> None:
    form: dict[str, Any] = {"files": [world.pdf("Письмо.pdf")], "title": "", "status": ""}
    administrator_client.post(f"/cases/{waiting.pk}/entries/document/", form)
    administrator_client.post(
        f"/cases/{waiting.pk}/entries/document/", {**form, "files": [world.pdf("2.pdf")], "company_signs": "on"}
    )

    assert stands(waiting) == (Stage.MISSING, MISSING)


def test_an_act_signed_later_moves_nothing(
    case: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.PERFORMANCE, status=DONE)
    act = sent(case, administrator, name="Акт.pdf")
    signed_by_company(act, pki, head_of_company, administrator)
    signs_by_sms(act, applicant)

    assert stands(case) == (Stage.PERFORMANCE, DONE)
    assert lines(case) == []


def test_of_two_contracts_the_last_signature_counts(
    case: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    first, second = sent(case, administrator), sent(case, administrator, name="Соглашение.pdf")
    for contract in (first, second):
        signed_by_company(contract, pki, head_of_company, administrator)

    signs_by_sms(first, applicant)
    assert stands(case) == (Stage.SIGNING, SIGNING)
    a_minute_later()
    signs_by_sms(second, applicant)
    assert stands(case) == (Stage.PERFORMANCE, DONE)


@pytest.mark.parametrize("by_applicant", [True, False])
def test_what_is_not_signed_brings_the_case_back_to_the_company(
    case: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity, by_applicant: bool
) -> None:
    contract = sent(case, administrator)
    signed_by_company(contract, pki, head_of_company, administrator)
    if by_applicant:
        services.decline(asked(contract, APPLICANT), reason="Дорого", by=applicant, now=timezone.now())
    else:
        assert contract.document is not None
        services.recall(contract.document, reason="Опечатка", by=administrator, now=timezone.now())

    assert stands(case)[0] == Stage.REVIEW
    assert ("отказано в подписании" if by_applicant else "отозвано с подписания") in lines(case)[-1]


def test_a_case_taken_back_is_just_taken_back(
    case: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    contract = sent(case, administrator)
    signed_by_company(contract, pki, head_of_company, administrator)
    cases.withdraw(case, reason="Передумали", by=applicant, now=timezone.now())

    assert stands(case) == (Stage.WITHDRAWN, "Отозвана")
    assert lines(case)[-1] == "Отозвана: Передумали"
    assert asked(contract, APPLICANT).state == "recalled"
    assert asked(contract, COMPANY).state == "signed"


@pytest.mark.parametrize(("file_name", "title"), [
    ("dogovor.pdf", "Договор об осуществлении технологического присоединения"), ("scan0001.pdf", "Документ «scan0001»"),
])  # fmt: skip
def test_the_title_of_a_contract_is_not_the_name_of_its_file(
    administrator_client: Client, case: Case, file_name: str, title: str
) -> None:
    administrator_client.post(
        f"/cases/{case.pk}/entries/document/", {"files": [world.pdf(file_name)], "title": "", "two_sided": "on"}
    )

    entry = case.entries.get(document__isnull=False, from_company=True)
    assert asked(entry, COMPANY).title == title
