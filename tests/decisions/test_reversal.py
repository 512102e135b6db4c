"""A mistaken decision is undone with a reason; the history keeps both."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.errors import DecisionStands
from cabinet.cases.models import Case, Entry
from cabinet.cases.occurrences import occurrences_of
from cabinet.cases.stages import Stage
from cabinet.decisions import queries, services
from cabinet.decisions.errors import NothingToUndo, ReasonNeeded
from cabinet.decisions.models import Decision
from notifications.models import OutboxMessage
from signing.models import SignatureRequest
from tests import world
from tests.paperwork.conftest import made
from tests.world import words

from .conftest import at_stage
from .test_annulment import ASKED, MUCH_LATER, annul, asks, propose
from .test_refusal import refuse

pytestmark = pytest.mark.usefixtures("here")
WHY = "Выписка была приложена"


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant, household=True, reliability="3", voltage="0_4", settlement="town")


def undo(case: Case, by: User, **given: Any) -> Decision:
    asked = {"reason": WHY, "key": uuid.uuid4(), "now": timezone.now(), **given}
    return services.undo(Case.objects.get(pk=case.pk), **asked, by=by)


def decided(case: Case) -> list[str]:
    """What the clock is told."""
    told = [one.event for one in occurrences_of([case])[case.pk]]
    return [event for event in told if event in {"refused", "voided", "decision_undone"}]


def test_an_undone_refusal_leads_back_to_the_review_and_both_stay(case: Case, administrator: User) -> None:
    refusal = refuse(case, administrator)
    paper = made(case, "refusal")
    OutboxMessage.objects.all().delete()

    reversal = undo(case, administrator)

    case.refresh_from_db()
    assert (case.stage, reversal.answers) == (Stage.REVIEW, refusal)
    assert queries.decision_in_force(case) is None
    lines = list(case.entries.filter(kind=Entry.Kind.STATUS).order_by("pk").values_list("title", flat=True))
    assert lines == [
        "Отказано: Сведения недостоверны",
        f"Заявка на рассмотрении сетевой организацией: отказ отменён. {WHY}",
    ]
    assert Entry.objects.get(withdraws=paper).title == WHY
    letter = OutboxMessage.objects.get(recipient="person1@example.ru")
    assert "Отказ отменён" in letter.text
    assert decided(case) == ["refused", "decision_undone"]


def test_a_document_that_is_made_after_the_undoing_is_filed_as_taken_back(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    refuse(case, administrator)
    undo(case, administrator)
    OutboxMessage.objects.all().delete()

    paper = made(case, "refusal")

    assert Entry.objects.get(withdraws=paper).title == WHY
    assert not OutboxMessage.objects.exists()
    assert Case.objects.get(pk=case.pk).stage == Stage.REVIEW


def test_a_document_that_waits_to_be_signed_is_recalled(case: Case, administrator: User) -> None:
    refuse(case, administrator, is_signed=True)
    made(case, "refusal")
    undo(case, administrator)

    assert SignatureRequest.objects.get().state == SignatureRequest.State.RECALLED


def test_a_document_to_be_signed_that_is_made_after_the_undoing_is_not_sent_for_signing(
    case: Case, administrator: User
) -> None:
    refuse(case, administrator, is_signed=True)
    undo(case, administrator)

    assert Entry.objects.filter(withdraws=made(case, "refusal")).exists()
    assert not SignatureRequest.objects.exists()


def test_an_undone_annulment_leads_back_to_where_the_case_was(case: Case, administrator: User) -> None:
    annul(propose(at_stage(case, Stage.PAYMENT), ground="pay_first"), administrator)
    undo(case, administrator)

    assert Case.objects.get(pk=case.pk).stage == Stage.PAYMENT


def test_where_the_table_does_not_lead_back_it_is_the_review(case: Case, administrator: User) -> None:
    annul(propose(at_stage(case, Stage.SIGNING), ground="pay_first"), administrator)
    undo(case, administrator)

    assert Case.objects.get(pk=case.pk).stage == Stage.REVIEW


def test_what_was_asked_is_asked_again_with_a_new_day(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    case = asks(case, administrator, now=ASKED, due_on=(ASKED + timedelta(days=30)).date())
    annul(propose(case), administrator)
    undo(case, administrator)

    case.refresh_from_db()
    request = case.information_requests.open().get()
    assert case.stage == Stage.MISSING
    assert request.due_on is not None
    assert request.due_on > timezone.localdate()
    assert "Чего не хватает" in words(applicant_client.get(case.get_absolute_url()))
    assert MUCH_LATER > ASKED


def test_a_case_may_be_refused_again_after_an_undone_refusal(case: Case, administrator: User) -> None:
    refuse(case, administrator)
    undo(case, administrator)
    second = refuse(Case.objects.get(pk=case.pk), administrator, reason="not_ours")

    case.refresh_from_db()
    assert queries.decision_in_force(case) == second
    assert decided(case) == ["refused", "decision_undone", "refused"]


def test_one_that_ended_before_decisions_were_kept_comes_back_too(
    case: Case, administrator: User, administrator_client: Client, applicant_client: Client
) -> None:
    case = at_stage(case, Stage.REFUSED)
    assert "Причина названа в документах" in words(applicant_client.get(case.get_absolute_url()))
    assert administrator_client.get(f"/cases/{case.pk}/reversal/").status_code == 200
    undo(case, administrator)

    assert Case.objects.get(pk=case.pk).stage == Stage.REVIEW


def test_an_undoing_needs_a_reason_and_something_to_undo(case: Case, administrator: User) -> None:
    with pytest.raises(NothingToUndo):
        undo(case, administrator)
    refuse(case, administrator)
    with pytest.raises(ReasonNeeded):
        undo(case, administrator, reason=" ")


def test_an_ordinary_status_does_not_undo_a_decision(case: Case, administrator: User) -> None:
    refuse(case, administrator)
    case.refresh_from_db()

    with pytest.raises(DecisionStands, match="нажмите «Отменить решение»"):
        cases.register(
            case, number="", status="Заявка на рассмотрении сетевой организацией", assignee=administrator,
            version=case.version, by=administrator, now=timezone.now(),
        )  # fmt: skip


def test_the_second_of_two_gets_the_card(
    case: Case, administrator: User, colleague: User, administrator_client: Client
) -> None:
    refuse(case, colleague)
    address = f"/cases/{case.pk}/reversal/"
    assert "Отменить отказ" in words(administrator_client.get(address))
    assert administrator_client.post(address, {"reason": ""}).status_code == 422
    undo(case, colleague)

    answer = administrator_client.post(address, {"reason": "Ошибка", "key": str(uuid.uuid4())})

    assert answer.status_code == 302
    assert "Этого с заявкой сейчас сделать нельзя" in words(administrator_client.get(case.get_absolute_url()))
    assert Decision.objects.filter(act=Decision.Act.REVERSAL).count() == 1
