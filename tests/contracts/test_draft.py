"""Outside Section X both sides sign; disagreements go round as often as they have to, and every round stays."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.contracts import errors, services
from cabinet.contracts.models import Fact
from cabinet.contracts.queries import contract_of
from cabinet.deadlines.course import Happening, follow
from signing.models import SignatureRequest
from tests import world
from tests.contracts.acts import DRAFT, Signs, again, codes, draft_sent, fact, files, told
from tests.world import words

pytestmark = pytest.mark.usefixtures("trusted")
DAY = timedelta(days=1)


@pytest.fixture
def sent(plant: Case, administrator: User, company_signs: Signs) -> Case:
    """A draft, signed by the company, is with the applicant."""
    company_signs(draft_sent(plant, administrator))
    return again(plant)


def last_sent(case: Case) -> Fact:
    return fact(case, "sent_to_sign")


def disagrees(case: Case, by: User, **options: Any) -> Fact:
    options = {"key": uuid.uuid4(), "now": timezone.now(), "text": "Пункт 7", **options}
    return services.disagree(again(case), world.pdf("протокол.pdf"), by=by, **options)


def answers(case: Case, by: User, answer: str, *, some: tuple[str, ...] = ("contract",), **options: Any) -> Fact:
    options = {"key": uuid.uuid4(), "now": timezone.now(), "text": "Так решили", **options}
    return services.answer_disagreement(again(case), services.Answer(answer), files=files(some), by=by, **options)


def events(case: Case) -> list[str]:
    return [one.event for one in told(again(case))]


def move(case: Case) -> str:
    """Whose move it is by the clock."""
    case = again(case)
    assert case.submitted_at is not None
    category = case.nature.category(case)
    assert category is not None
    known = [Happening("received", case.submitted_at), *(Happening(one.event, one.at) for one in told(case))]
    return follow(
        case.rules, known, procedure=category.procedure, answers=case.nature.stated(case), zone="Europe/Moscow",
        looked_on=localdate() + DAY,
    ).state.code  # fmt: skip


@pytest.mark.parametrize("missing", DRAFT)
def test_a_draft_without_one_of_its_documents_is_refused(plant: Case, administrator: User, missing: str) -> None:
    some = {code: file for code, file in files(DRAFT).items() if code != missing}
    with pytest.raises(errors.SetIncomplete):
        services.send_draft(plant, some, by=administrator, key=uuid.uuid4(), now=timezone.now())
    assert codes(plant) == []


def test_the_draft_is_sent_when_the_company_has_signed_all_of_it(
    plant: Case, administrator: User, company_signs: Signs
) -> None:
    sent = draft_sent(plant, administrator)
    assert again(plant).stage == Stage.OFFER
    company_signs(Fact(documents=sent.documents[:1]))
    assert "draft_sent" not in codes(plant)
    company_signs(sent)

    assert events(plant) == ["draft_sent"]
    assert again(plant).stage == Stage.SIGNING
    assert move(plant) == "offer_sent"


def test_the_signatures_of_both_conclude_the_contract(sent: Case, owner_signs: Signs, administrator: User) -> None:
    owner_signs(last_sent(sent))

    case = again(sent)
    assert case.stage == Stage.PERFORMANCE
    assert events(case) == ["draft_sent", "draft_answered", "contract_concluded"]
    assert contract_of(case).concluded_on == localdate()
    assert move(case) == "works"
    with pytest.raises(errors.ConcludedAlready):
        draft_sent(case, administrator)


def test_several_rounds_of_disagreement_keep_their_history(
    sent: Case, owner: User, administrator: User, company_signs: Signs, owner_signs: Signs
) -> None:
    first = disagrees(sent, owner, text="Срок слишком велик")
    assert again(sent).stage == Stage.OFFER
    assert move(sent) == "disagreement"
    with pytest.raises(errors.AnswerAwaited):
        disagrees(sent, owner)

    answers(sent, administrator, "refused", some=(), text="Срок установлен правилами")
    assert again(sent).stage == Stage.SIGNING
    assert move(sent) == "offer_sent"
    second = disagrees(sent, owner, text="Тогда цена")
    answers(sent, administrator, "agreed")
    assert "draft_sent" in codes(sent)
    assert move(sent) == "disagreement"  # until the company has signed the new edition
    company_signs(last_sent(sent))
    assert move(sent) == "offer_sent"
    third = disagrees(sent, owner, text="И срок оплаты")
    answers(sent, administrator, "accepted", some=DRAFT)
    company_signs(last_sent(sent))
    owner_signs(last_sent(sent))

    contract = contract_of(again(sent))
    assert [said.pk for said, _answer in contract.rounds] == [first.pk, second.pk, third.pk]
    assert [answer.detail("answer") for _said, answer in contract.rounds if answer] == ["refused", "agreed", "accepted"]
    assert contract.is_concluded
    assert codes(sent).count("contract_concluded") == 1


def test_a_refused_disagreement_may_still_be_signed(
    sent: Case, owner: User, administrator: User, owner_signs: Signs
) -> None:
    draft = last_sent(sent)
    disagrees(sent, owner)
    answers(sent, administrator, "refused", some=())
    owner_signs(draft)

    assert again(sent).stage == Stage.PERFORMANCE
    assert codes(sent).count("contract_concluded") == 1


def test_the_edition_that_was_replaced_can_not_be_signed(
    sent: Case, owner: User, administrator: User, owner_signs: Signs, company_signs: Signs
) -> None:
    old = last_sent(sent)
    disagrees(sent, owner)
    answers(sent, administrator, "accepted")

    owner_signs(old)
    assert "contract_concluded" not in codes(sent)
    contract = Entry.objects.get(pk=old.documents[0])
    states = SignatureRequest.objects.filter(document=contract.document_id, side="applicant")
    assert [one.state for one in states] == ["recalled"]


@pytest.mark.parametrize("answer", ["accepted", "agreed"])
def test_an_accepted_edition_needs_its_document(sent: Case, owner: User, administrator: User, answer: str) -> None:
    disagrees(sent, owner)
    with pytest.raises(errors.SetIncomplete):
        answers(sent, administrator, answer, some=("technical_conditions",))
    assert contract_of(again(sent)).disagreement is not None


def test_a_refusal_needs_its_reason(sent: Case, owner: User, administrator: User) -> None:
    disagrees(sent, owner)
    with pytest.raises(errors.ReasonNeeded):
        answers(sent, administrator, "refused", some=(), text="  ")


def test_there_is_nothing_to_disagree_with_before_the_draft(plant: Case, owner: User, administrator: User) -> None:
    with pytest.raises(errors.DraftNotSent):
        disagrees(plant, owner)
    draft_sent(plant, administrator)
    with pytest.raises(errors.DraftNotSent):  # nobody has signed it
        disagrees(plant, owner)


def test_an_answer_is_given_once(sent: Case, owner: User, administrator: User) -> None:
    disagrees(sent, owner)
    key = uuid.uuid4()
    made = {answers(sent, administrator, "refused", some=(), key=key).pk for _ in range(2)}
    assert len(made) == 1
    with pytest.raises(errors.NothingToAnswer):
        answers(sent, administrator, "refused", some=())


def test_both_sides_do_it_on_pages_without_scripts(
    sent: Case, owner: User, owner_client: Client, administrator_client: Client
) -> None:
    page = f"/cases/{sent.pk}/contract/"
    seen = words(owner_client.get(page))
    assert "Прислать разногласия" in seen
    assert "Ответьте на проект договора до" in seen
    refused = owner_client.post(f"{page}disagreement/", {"key": str(uuid.uuid4()), "text": "Не согласен"})
    assert refused.status_code == 422
    assert "Приложите файл: «Протокол разногласий»" in words(refused)
    assert "Не согласен" in words(refused)
    owner_client.post(
        f"{page}disagreement/", {"key": str(uuid.uuid4()), "text": "Не согласен", "file-protocol": world.pdf("п.pdf")}
    )
    assert "Сетевая организация рассматривает протокол" in words(owner_client.get(page))

    assert "Заявитель прислал разногласия" in words(administrator_client.get(page))
    answer = {"key": str(uuid.uuid4()), "answer": "refused", "text": "", "due_on": ""}
    assert "Напишите причину отказа" in words(administrator_client.post(f"{page}answer/", answer))
    administrator_client.post(f"{page}answer/", {**answer, "text": "Правила не позволяют"})
    seen = words(owner_client.get(page))
    assert "Правила не позволяют" in seen
    assert "Договор предложен в прежней редакции" in seen
    assert "Протокол разногласий, раунд 1" in seen
