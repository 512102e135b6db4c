"""«Отозвать заявку»: what follows is said before; after a contract it is terminated, not taken back."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.errors import ContractIsConcluded
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage, StatusNotPossible
from notifications.models import OutboxMessage
from tests import world
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")
OPEN = [Stage.WAITING, Stage.REVIEW, Stage.MISSING, Stage.OFFER, Stage.SIGNING, Stage.PAYMENT]


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def at_stage(case: Case, stage: Stage) -> Case:
    Case.objects.filter(pk=case.pk).update(stage=stage, reached={**case.reached, stage.value: str(case.submitted_at)})
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("stage", OPEN)
def test_before_a_contract_it_is_taken_back_without_a_reason(
    case: Case, applicant_client: Client, stage: Stage
) -> None:
    case = at_stage(case, stage)
    page = f"/cases/{case.pk}/withdraw/"
    assert "вернуть обращение в работу будет нельзя" in words(applicant_client.get(page))

    assert applicant_client.post(page, {"reason": ""}).status_code == 302

    case.refresh_from_db()
    assert case.stage == Stage.WITHDRAWN
    assert case.entries.get(kind=Entry.Kind.STATUS).title == "Отозвана"


@pytest.mark.parametrize(("stage", "said"), [(Stage.SIGNING, "ждут подписи"), (Stage.PAYMENT, "уже оплатили счёт")])
def test_what_may_be_lost_is_said_before(case: Case, applicant_client: Client, stage: Stage, said: str) -> None:
    assert said in words(applicant_client.get(f"/cases/{at_stage(case, stage).pk}/withdraw/"))


def test_after_a_contract_it_is_terminated(case: Case, applicant: User, applicant_client: Client) -> None:
    case = at_stage(case, Stage.PERFORMANCE)
    page = f"/cases/{case.pk}/withdraw/"

    assert "Отказаться от договора" in words(applicant_client.get(case.get_absolute_url()))
    for answer, status in ((applicant_client.get(page), 200), (applicant_client.post(page, {"reason": "Нет"}), 409)):
        assert answer.status_code == status
        assert "отказ от него — это его расторжение" in words(answer)
        assert f"/cases/{case.pk}/?add=message#add" in words(answer)
    with pytest.raises(ContractIsConcluded, match="расторжение"):
        services.withdraw(case, reason="", by=applicant, now=timezone.now())
    assert Case.objects.get(pk=case.pk).stage == Stage.PERFORMANCE


@pytest.mark.parametrize("stage", [Stage.CONNECTED, Stage.REFUSED, Stage.VOIDED])
def test_what_has_ended_is_not_taken_back(case: Case, applicant: User, stage: Stage) -> None:
    with pytest.raises(StatusNotPossible):
        services.withdraw(at_stage(case, stage), reason="", by=applicant, now=timezone.now())


def test_the_company_gets_a_letter_without_the_words_of_the_reason(
    case: Case, applicant: User, administrator: User
) -> None:
    case = services.register(
        case, number="17", status="", assignee=administrator, version=0, by=administrator, now=timezone.now()
    )
    OutboxMessage.objects.all().delete()
    services.withdraw(case, reason="Продан участок Лугову", by=applicant, now=timezone.now())

    letter = OutboxMessage.objects.get()
    assert letter.recipient == administrator.email
    assert "заявитель отозвал обращение" in letter.subject
    assert "Причина указана в карточке" in letter.text
    assert "Лугову" not in letter.text


def test_the_applicant_learns_what_a_representative_has_taken_back(case: Case, applicant: User) -> None:
    acting = world.representative(applicant, 1)
    OutboxMessage.objects.all().delete()
    services.withdraw(case, reason="", by=acting, now=timezone.now())

    letter = OutboxMessage.objects.get(recipient="person1@example.ru")
    assert "Ваш представитель отозвал обращение" in letter.text


def test_a_draft_is_deleted_not_taken_back(applicant: User, applicant_client: Client) -> None:
    draft = world.draft(applicant)

    assert applicant_client.get(f"/cases/{draft.pk}/withdraw/").status_code == 404
    assert "черновика не видела" in words(applicant_client.get(f"/cases/{draft.pk}/delete/"))


def test_somebody_elses_is_not_found(case: Case, stranger: User, applicant_client: Client) -> None:
    other = world.application(stranger)

    assert applicant_client.post(f"/cases/{other.pk}/withdraw/", {"key": str(uuid.uuid4())}).status_code == 404
