"""An annulment is proposed by facts, by the clock or by staff; a person confirms or rejects it."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.errors import DecisionStands
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.decisions import queries, services
from cabinet.decisions.errors import (
    DecidedMeanwhile,
    GroundNotPossible,
    ProposalIsStale,
    ReasonNeeded,
    TermNotOver,
)
from cabinet.decisions.grounds import grounds_of
from cabinet.decisions.models import Decision
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.paperwork.conftest import content_of, made, text_of
from tests.world import words

from .conftest import at_stage

pytestmark = pytest.mark.usefixtures("here")
ASKED = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=60)


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant, household=True, reliability="3", voltage="0_4", settlement="town")


@pytest.fixture
def missing(case: Case, administrator: User) -> Case:
    """Asked for a plan a long time ago, and nothing has come."""
    return asks(case, administrator, now=ASKED)


def asks(case: Case, by: User, *, now: datetime, due_on: date | None = None) -> Case:
    cases.ask_information(case, documents=["План"], words="", due_on=due_on, by=by, key=uuid.uuid4(), now=now)
    return Case.objects.get(pk=case.pk)


def propose(case: Case, *, now: datetime = MUCH_LATER, **given: Any) -> Decision:
    proposal = services.propose_annulment(case, **{"ground": "supply_missing", **given}, now=now)
    assert proposal is not None
    return proposal


def annul(proposal: Decision, by: User, **given: Any) -> Decision:
    asked = {"text": "План не пришёл.", "key": uuid.uuid4(), "now": timezone.now(), **given}
    return services.annul(proposal, **asked, by=by)


def reject(proposal: Decision, by: User, reason: str = "План принесли в офис", **given: Any) -> Decision:
    asked = {"key": uuid.uuid4(), "now": MUCH_LATER + timedelta(hours=1), **given}
    return services.reject_proposal(proposal, reason=reason, by=by, **asked)


def test_the_clock_proposes_and_nothing_happens_by_itself(missing: Case, applicant_client: Client) -> None:
    OutboxMessage.objects.all().delete()
    proposal = propose(missing)

    missing.refresh_from_db()
    assert (proposal.by, proposal.reason) == (None, "Недостающие сведения или документы не представлены в срок")
    assert missing.stage == Stage.MISSING
    letter = OutboxMessage.objects.get()  # to the company alone
    assert "предложено аннулировать" in letter.subject
    assert letter.recipient != "person1@example.ru"
    assert "аннулир" not in words(applicant_client.get(missing.get_absolute_url())).lower()


def test_what_waits_already_is_not_proposed_twice(missing: Case, administrator: User) -> None:
    assert propose(missing) == propose(missing, by=administrator)
    assert Decision.objects.count() == 1


def test_before_the_term_is_over_there_is_no_ground(missing: Case, administrator: User) -> None:
    with pytest.raises(TermNotOver, match="последний день — "):
        propose(missing, now=ASKED + timedelta(days=5))


def test_the_company_may_have_given_more_time_than_the_rules(case: Case, administrator: User) -> None:
    given = (MUCH_LATER + timedelta(days=3)).date()
    case = asks(case, administrator, now=ASKED, due_on=given)

    with pytest.raises(TermNotOver):
        propose(case)
    assert propose(case, now=MUCH_LATER + timedelta(days=4)).reason_code == "supply_missing"


def test_less_time_than_the_rules_give_is_no_ground(case: Case, administrator: User) -> None:
    case = asks(case, administrator, now=ASKED, due_on=(ASKED + timedelta(days=2)).date())

    with pytest.raises(TermNotOver):
        propose(case, now=ASKED + timedelta(days=5))


@pytest.mark.parametrize("ground", ["supply_missing", "pay_first", "answer_draft", "works", "выдумка"])
def test_a_ground_that_does_not_fit_is_refused(case: Case, ground: str) -> None:
    with pytest.raises(GroundNotPossible):
        propose(at_stage(case, Stage.REVIEW), ground=ground)


@pytest.mark.parametrize("stage", [Stage.OFFER, Stage.SIGNING, Stage.PAYMENT])
def test_an_offer_that_is_not_paid_is_a_ground(case: Case, stage: Stage) -> None:
    proposal = propose(at_stage(case, stage), ground="pay_first")

    assert (proposal.reason, proposal.point, proposal.stage_before) == ("Счёт не оплачен в срок", "106", stage)


def test_the_terms_are_those_of_the_procedure_of_the_applicant(case: Case, applicant: User) -> None:
    large = world.application(applicant, household=False, reliability="3", max_power_kw=400)

    assert [ground.term.code for ground in grounds_of(at_stage(case, Stage.PAYMENT))] == ["pay_first"]
    assert [ground.term.code for ground in grounds_of(at_stage(large, Stage.SIGNING))] == ["answer_draft"]


def test_heat_has_its_own_terms(other_company: GridCompany) -> None:
    with inside(other_company):
        case = world.application(world.person(1), max_power_kw="0.1")
        clerk = world.staff(1)
        case = asks(case, clerk, now=ASKED)
        proposal = propose(case)
        annul(proposal, clerk)
        told = text_of(content_of(made(case, "void_notice"))).replace("\xa0", " ")

    assert "не представлены в срок (пункт 38 правил)" in told
    assert "присоедин" not in told


def test_a_confirmed_one_ends_the_case_and_tells_the_applicant(
    missing: Case, administrator: User, applicant_client: Client
) -> None:
    proposal = propose(missing)
    OutboxMessage.objects.all().delete()
    decision = annul(proposal, administrator)

    missing.refresh_from_db()
    assert (missing.stage, missing.status) == (Stage.VOIDED, "Аннулирована")
    assert (decision.answers, decision.stage_before) == (proposal, Stage.MISSING)
    assert not missing.information_requests.current().exists()
    assert "«Аннулирована»" in OutboxMessage.objects.get(recipient="person1@example.ru").subject
    told = text_of(content_of(made(missing, "void_notice"))).replace("\xa0", " ")
    assert "не представлены в срок" in told
    assert "План не пришёл." in told
    assert missing.rules.complaint.text in told
    page = words(applicant_client.get(missing.get_absolute_url()))
    for expected in ("Заявка аннулирована", "План не пришёл.", "жалобу", "Создать исправленную заявку"):
        assert expected in page


def test_a_rejected_one_leaves_the_case_with_a_note_of_staff(
    missing: Case, administrator: User, applicant_client: Client
) -> None:
    reject(propose(missing), administrator)

    missing.refresh_from_db()
    assert missing.stage == Stage.MISSING
    assert queries.open_proposal(missing) is None
    assert "План принесли в офис" in missing.entries.get(kind=Entry.Kind.NOTE).comment
    assert "План принесли" not in words(applicant_client.get(missing.get_absolute_url()))


def test_a_rejection_needs_a_reason(missing: Case, administrator: User) -> None:
    with pytest.raises(ReasonNeeded):
        reject(propose(missing), administrator, reason=" ")


def test_the_clock_does_not_insist_and_a_person_may(missing: Case, administrator: User) -> None:
    reject(propose(missing), administrator)
    tomorrow = MUCH_LATER + timedelta(days=1)

    assert services.propose_annulment(missing, ground="supply_missing", now=tomorrow) is None
    assert propose(missing, by=administrator, now=tomorrow).by == administrator


def test_what_is_asked_anew_may_be_missed_anew(missing: Case, administrator: User) -> None:
    reject(propose(missing), administrator)
    asked = asks(missing, administrator, now=MUCH_LATER + timedelta(days=1))

    with pytest.raises(TermNotOver):
        propose(asked, now=MUCH_LATER + timedelta(days=2))
    assert propose(asked, now=MUCH_LATER + timedelta(days=60)).answers is None


def test_a_fact_that_comes_meanwhile_takes_the_ground_away(missing: Case, applicant: User, administrator: User) -> None:
    proposal = propose(missing)
    cases.add_document(
        missing, world.pdf(), title="План", comment="", by=applicant, key=uuid.uuid4(),
        now=MUCH_LATER + timedelta(hours=1),
    )  # fmt: skip
    missing.refresh_from_db()

    assert queries.open_proposal(missing) is None
    for act in (annul, reject):
        with pytest.raises(ProposalIsStale):
            act(proposal, administrator)


def test_asking_anew_takes_the_ground_away(missing: Case, administrator: User) -> None:
    proposal = propose(missing)
    asks(missing, administrator, now=MUCH_LATER + timedelta(hours=1))

    with pytest.raises(ProposalIsStale):
        annul(proposal, administrator)


def test_the_second_of_two_learns_of_the_first(missing: Case, administrator: User, colleague: User) -> None:
    proposal = propose(missing)
    annul(proposal, administrator)

    for act in (annul, reject):
        with pytest.raises(DecidedMeanwhile, match="статус «Аннулирована»"):
            act(Decision.objects.get(pk=proposal.pk), colleague)


def test_the_same_press_decides_once(missing: Case, administrator: User) -> None:
    proposal, key = propose(missing), uuid.uuid4()

    assert annul(proposal, administrator, key=key) == annul(proposal, administrator, key=key)


# --- The pages ---


def test_staff_propose_look_and_confirm(case: Case, administrator: User, administrator_client: Client) -> None:
    case = at_stage(case, Stage.PAYMENT)
    address = f"/cases/{case.pk}/annulment/"
    assert f"{address}proposal/" in words(administrator_client.get(case.get_absolute_url()))
    assert "Счёт не оплачен в срок" in words(administrator_client.get(f"{address}proposal/"))

    sent = {"ground": "pay_first", "text": "В выписке банка оплаты нет", "key": str(uuid.uuid4())}
    assert administrator_client.post(f"{address}proposal/", sent)["Location"] == address
    card = words(administrator_client.get(case.get_absolute_url()))
    assert "Предложено аннулировать" in card
    assert "В выписке банка оплаты нет" in card
    page = administrator_client.get(address)
    assert "Счёт не оплачен в срок" in words(page)

    proposal = Decision.objects.get()
    answer = {"proposal": str(proposal.pk), "text": "Счёт ждали 10 дней.", "key": str(uuid.uuid4())}
    look = words(administrator_client.post(address, {**answer, "do": "look"}))
    assert "Счёт ждали 10 дней." in look
    assert "В выписке банка" not in look  # a word among staff
    assert administrator_client.post(address, {**answer, "do": "draw"})["Content-Type"] == "application/pdf"
    assert Decision.objects.count() == 1
    assert administrator_client.post(address, {**answer, "do": "send"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.VOIDED


def test_a_term_that_is_not_over_is_said_at_the_form(
    case: Case, administrator: User, administrator_client: Client
) -> None:
    case = asks(case, administrator, now=timezone.now())

    answer = administrator_client.post(
        f"/cases/{case.pk}/annulment/proposal/", {"ground": "supply_missing", "text": "Проверил почту"}
    )

    assert answer.status_code == 422
    assert "Срок ещё не истёк" in words(answer)
    assert "Проверил почту" in words(answer)


def test_an_old_page_of_the_second_of_two_gets_the_card(
    missing: Case, administrator_client: Client, colleague: User
) -> None:
    proposal = propose(missing)
    annul(proposal, colleague)
    answers = [
        administrator_client.post(f"/cases/{missing.pk}/annulment/{path}", {"proposal": str(proposal.pk), **sent})
        for path, sent in (("", {"do": "send"}), ("rejection/", {"reason": "Передумали"}))
    ]

    for answer in answers:
        assert answer.status_code == 409
        assert "ваше решение не записано" in words(answer)


def test_a_rejection_without_a_reason_comes_back(missing: Case, administrator_client: Client) -> None:
    proposal = propose(missing)
    answer = administrator_client.post(
        f"/cases/{missing.pk}/annulment/rejection/", {"proposal": str(proposal.pk), "reason": ""}
    )

    assert (answer.status_code, "Напишите причину" in words(answer)) == (422, True)


def test_a_proposal_of_another_case_is_not_decided(missing: Case, stranger: User, administrator_client: Client) -> None:
    proposal = propose(missing)
    other = world.application(stranger)

    answer = administrator_client.post(f"/cases/{other.pk}/annulment/", {"proposal": str(proposal.pk), "do": "send"})

    assert answer.status_code == 302
    assert Decision.objects.count() == 1


def test_who_is_annulled_by_mistake_may_write_and_add_the_proof(
    case: Case, applicant: User, administrator: User, applicant_client: Client
) -> None:
    annul(propose(at_stage(case, Stage.PAYMENT), ground="pay_first"), administrator)
    case.refresh_from_db()
    page = words(applicant_client.get(case.get_absolute_url()))
    assert "?add=message#add" in page

    sent = applicant_client.post(f"/cases/{case.pk}/entries/message/", {"text": "Оплатил вчера"})

    assert sent.status_code == 302
    assert Case.objects.get(pk=case.pk).stage == Stage.VOIDED


def test_nothing_is_asked_of_what_has_ended(case: Case, administrator: User) -> None:
    annul(propose(at_stage(case, Stage.PAYMENT), ground="pay_first"), administrator)

    with pytest.raises(DecisionStands):
        asks(Case.objects.get(pk=case.pk), administrator, now=MUCH_LATER)


def test_where_nothing_can_be_decided_the_card_has_no_room_for_it(case: Case, administrator_client: Client) -> None:
    assert "ways-title" in administrator_client.get(case.get_absolute_url()).content.decode()
    at_stage(case, Stage.PERFORMANCE)
    assert "ways-title" not in administrator_client.get(case.get_absolute_url()).content.decode()
