"""«Отказать»: a reason of the rules that the law does not forbid, a document, the way to complain, a letter."""

import uuid
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from cabinet.cases import services as cases
from cabinet.cases.errors import ChangedMeanwhile, DecisionNeeded
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.decisions import services
from cabinet.decisions.errors import (
    DecidedMeanwhile,
    ExplanationNeeded,
    NoCapacityForbidden,
    ReasonNotPossible,
)
from cabinet.decisions.grounds import reasons_of
from cabinet.decisions.models import Decision
from cabinet.rules.packs import current_pack, pack_on
from notifications.models import OutboxMessage
from signing.models import SignatureRequest
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.paperwork.conftest import content_of, made, text_of
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")
WHY = "В выписке другой кадастровый номер. Приложите выписку на свой участок."


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant, household=True, reliability="3", voltage="0_4", settlement="town")


def refuse(case: Case, by: User, **given: Any) -> Decision:
    asked = {"reason": "untrue", "text": WHY, "key": uuid.uuid4(), "now": timezone.now(), **given}
    return services.refuse(case, **asked, by=by)


def sent(case: Case, **given: str) -> dict[str, str]:
    return {"reason": "untrue", "text": WHY, "version": str(case.version), "key": str(uuid.uuid4()), **given}


def test_a_refusal_ends_the_case_with_its_reason(case: Case, administrator: User) -> None:
    before = case.version
    decision = refuse(case, administrator)

    case.refresh_from_db()
    assert (case.stage, case.status, case.status_code) == (Stage.REFUSED, "Отказано", "refused")
    assert (case.version, case.assignee) == (before + 2, administrator)  # and the case was taken
    assert (decision.reason_code, decision.reason, decision.point) == ("untrue", "Сведения недостоверны", "15")
    assert (decision.stage_before, decision.by, decision.text) == (Stage.WAITING, administrator, WHY)
    line = case.entries.get(kind=Entry.Kind.STATUS)
    assert (line.title, line.comment) == ("Отказано: Сведения недостоверны", WHY)
    assert Record.objects.filter(event="decision.refused").count() == 1


def test_the_document_names_the_reason_the_explanation_and_where_to_complain(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    refuse(case, administrator)

    entry = made(case, "refusal")

    told = text_of(content_of(entry)).replace("\xa0", " ")
    for expected in (
        "Сведения недостоверны (пункт 15 правил)",
        "есть сведения, которые не подтвердились",
        WHY,
        current_pack().complaint.text,
        "Создать исправленную заявку",
    ):
        assert expected in told
    assert (entry.code, entry.placed_at is not None) == ("refusal_letter", True)
    assert f"/documents/{entry.pk}/" in words(applicant_client.get(case.get_absolute_url()))


def test_a_point_that_no_source_settles_is_not_passed_off_as_law(applicant: User, administrator: User) -> None:
    case = world.application(applicant, household=False, reliability="1", max_power_kw=400)

    assert refuse(case, administrator, reason="incomplete").point == ""
    assert "пункт" not in text_of(content_of(made(case, "refusal"))).partition("Правила:")[0].partition("Причина")[2]


def test_the_applicant_is_told_by_one_letter_with_the_reason_of_the_rules_alone(
    case: Case, administrator: User
) -> None:
    OutboxMessage.objects.all().delete()
    refuse(case, administrator)
    made(case, "refusal")

    letter = OutboxMessage.objects.get(recipient="person1@example.ru")
    assert "статус «Отказано»" in letter.subject
    assert "Сведения недостоверны" in letter.text.replace("\xa0", " ")
    assert WHY not in letter.text  # what staff type may be personal


def test_the_applicant_reads_all_of_it_and_may_begin_a_corrected_one(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    refuse(case, administrator)

    page = words(applicant_client.get(case.get_absolute_url()))

    for expected in ("Сведения недостоверны", WHY, current_pack().complaint.text, "Создать исправленную заявку"):
        assert expected in page
    copied = applicant_client.post(f"/applications/{case.pk}/copy/", {"key": str(uuid.uuid4())})
    assert copied.status_code == 302
    assert Case.objects.filter(stage=Stage.DRAFT).count() == 1


def test_words_of_staff_are_shown_as_words(case: Case, administrator: User, applicant_client: Client) -> None:
    refuse(case, administrator, text="<script>alert(1)</script> & «план»")

    page = applicant_client.get(case.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «план»" in page


def test_the_company_may_sign_the_document_before_the_applicant_sees_it(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    refuse(case, administrator, is_signed=True)
    entry = made(case, "refusal")

    assert (entry.placed_at, SignatureRequest.objects.get(document=entry.document).side) == (
        None,
        SignatureRequest.Side.COMPANY,
    )
    page = words(applicant_client.get(case.get_absolute_url()))
    assert f"/documents/{entry.pk}/" not in page
    assert "появится здесь, когда будет готов" in page


def test_what_waited_to_be_signed_is_not_signed_any_more(case: Case, administrator: User) -> None:
    cases.send_for_signing(
        case, world.pdf("договор.pdf"), title="Договор", comment="", sides=list(SignatureRequest.Side), due_on=None,
        by=administrator, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip
    refuse(Case.objects.get(pk=case.pk), administrator)

    assert set(SignatureRequest.objects.values_list("state", flat=True)) == {SignatureRequest.State.RECALLED}


@pytest.mark.parametrize("code", [refusal.code for refusal in pack_on("electricity", NOW.date()).refusals])
def test_every_reason_of_the_rules_refuses_or_is_refused_with_a_sentence(
    case: Case, administrator: User, code: str
) -> None:
    possible = {reason.rule.code: reason for reason in reasons_of(case)}
    if code not in possible:
        with pytest.raises(ReasonNotPossible, match="Выберите причину из списка"):
            refuse(case, administrator, reason=code)
    elif possible[code].is_forbidden:
        with pytest.raises(NoCapacityForbidden, match="обязана заключить договор"):
            refuse(case, administrator, reason=code)
    else:
        assert refuse(case, administrator, reason=code).reason_code == code
        return
    assert Case.objects.get(pk=case.pk).stage == Stage.WAITING


@pytest.mark.parametrize(
    ("answers", "is_forbidden"),
    [
        ({"household": True, "reliability": "3", "max_power_kw": 15}, True),
        ({"household": False, "reliability": "3", "max_power_kw": 400}, False),
        ({}, True),  # the category is not known: taken for one to whom a contract is owed
    ],
)
def test_no_capacity_refuses_only_where_the_company_need_not_conclude(
    applicant: User, administrator: User, answers: dict[str, Any], is_forbidden: bool
) -> None:
    case = world.application(applicant, **answers)

    assert {reason.rule.code for reason in reasons_of(case) if reason.is_forbidden} == (
        {"no_capacity"} if is_forbidden else set()
    )


def test_heat_is_refused_by_the_rules_of_heat(other_company: GridCompany) -> None:
    with inside(other_company):
        case = world.application(world.person(1), max_power_kw="0.1")
        decision = refuse(case, world.staff(1), reason="not_ours")
        told = text_of(content_of(made(case, "refusal")))

    assert decision.reason == "Объект вне радиуса теплоснабжения организации"
    assert "регулирования тарифов" in told.replace("\xa0", " ")
    assert "присоедин" not in told


def test_an_explanation_is_needed(case: Case, administrator: User) -> None:
    with pytest.raises(ExplanationNeeded):
        refuse(case, administrator, text="  ")


def test_the_same_press_refuses_once(case: Case, administrator: User) -> None:
    key = uuid.uuid4()

    assert refuse(case, administrator, key=key) == refuse(case, administrator, key=key)
    assert Decision.objects.count() == 1


def test_the_second_of_two_learns_of_the_first(case: Case, administrator: User, colleague: User) -> None:
    refuse(case, administrator)

    with pytest.raises(DecidedMeanwhile, match="статус «Отказано»"):
        refuse(case, colleague, reason="not_ours")
    assert Decision.objects.count() == 1


def test_who_has_an_old_page_is_told_what_has_changed(case: Case, administrator: User, colleague: User) -> None:
    cases.register(case, number="17", status="", assignee=None, version=case.version, by=colleague, now=timezone.now())

    with pytest.raises(ChangedMeanwhile, match="номер «17»"):
        refuse(case, administrator, version=case.version)


def test_the_page_offers_what_may_be_chosen_and_names_what_may_not(case: Case, administrator_client: Client) -> None:
    page = words(administrator_client.get(f"/cases/{case.pk}/refusal/"))

    assert 'value="untrue"' in page
    assert 'value="no_capacity"' not in page
    assert "нельзя выбрать: «Нет технической возможности»" in page
    assert "требует проверки юристом" in page


def test_nothing_is_done_before_it_was_looked_at(case: Case, administrator_client: Client) -> None:
    address = f"/cases/{case.pk}/refusal/"

    look = administrator_client.post(address, sent(case, do="look"))

    assert look.status_code == 200
    assert WHY in words(look)
    assert current_pack().complaint.text in words(look)
    assert not Decision.objects.exists()
    changed = administrator_client.post(address, sent(case, do="change"))
    assert (changed.status_code, WHY in words(changed), Decision.objects.exists()) == (200, True, False)
    drawn = administrator_client.post(address, sent(case, do="draw"))
    assert drawn["Content-Type"] == "application/pdf"
    assert WHY in text_of(drawn.content).replace("\xa0", " ")
    assert not Entry.objects.filter(case=case, from_company=True).exists()
    done = administrator_client.post(address, sent(case, do="send"))
    assert (done.status_code, Decision.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"reason": "no_capacity"}, "обязана заключить договор"),
        ({"reason": "выдумка"}, "Выберите причину из списка"),
        ({"reason": ""}, "Выберите причину отказа"),
        ({"text": " "}, "Напишите объяснение"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    case: Case, administrator_client: Client, answers: dict[str, str], sentence: str
) -> None:
    for do in ("look", "send", "draw"):
        answer = administrator_client.post(f"/cases/{case.pk}/refusal/", sent(case, do=do, **answers))
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "text" in answers or WHY in words(answer)
    assert not Decision.objects.exists()


def test_the_second_of_two_gets_the_card_as_it_is_now(
    case: Case, administrator_client: Client, colleague: User
) -> None:
    refuse(case, colleague, reason="not_ours")

    answer = administrator_client.post(f"/cases/{case.pk}/refusal/", sent(case, do="send"))

    assert answer.status_code == 409
    assert "Ближайшие сети принадлежат другой организации" in words(answer)
    assert "ваше решение не записано" in words(answer)


def test_a_page_of_before_comes_back_with_what_has_changed(
    case: Case, administrator_client: Client, colleague: User
) -> None:
    cases.register(case, number="17", status="", assignee=None, version=case.version, by=colleague, now=timezone.now())
    address = f"/cases/{case.pk}/refusal/"

    answer = administrator_client.post(address, sent(case, do="send"))

    assert (answer.status_code, "номер «17»" in words(answer)) == (422, True)
    again = sent(Case.objects.get(pk=case.pk), do="send")
    assert administrator_client.post(address, again).status_code == 302


def test_nobody_but_staff_refuses(case: Case, applicant_client: Client) -> None:
    assert applicant_client.post(f"/cases/{case.pk}/refusal/", sent(case, do="send")).status_code == 404
    assert not Decision.objects.exists()


def test_a_message_to_the_company_is_not_refused(applicant: User, administrator_client: Client) -> None:
    enquiry = world.enquiry(applicant)

    assert administrator_client.get(f"/cases/{enquiry.pk}/refusal/").status_code == 302
    assert "/refusal/" not in words(administrator_client.get(enquiry.get_absolute_url()))


@pytest.mark.parametrize("status", ["Отказано", "отказано", "Аннулирована"])
def test_a_status_does_not_end_a_case(case: Case, administrator: User, status: str) -> None:
    common: dict[str, Any] = {"by": administrator, "key": uuid.uuid4(), "now": timezone.now()}
    with pytest.raises(DecisionNeeded, match="оформляют отдельно: нажмите"):
        cases.register(case, number="", status=status, assignee=None, version=0, by=administrator, now=timezone.now())
    with pytest.raises(DecisionNeeded):
        cases.answer(case, text="<p>Нет</p>", outcome=cases.Outcome(status=status), **common)
    with pytest.raises(DecisionNeeded):
        cases.add_status(case, text=status, **common)
    assert Case.objects.get(pk=case.pk).stage == Stage.WAITING


def test_the_lists_of_statuses_do_not_offer_an_end(case: Case, administrator_client: Client) -> None:
    for query in ("", "?add=message", "?add=document"):
        page = words(administrator_client.get(f"/cases/{case.pk}/{query}"))
        assert "«Отказано»" not in page
        assert 'value="Отказано"' not in page
        assert 'value="Аннулирована"' not in page
        assert f"/cases/{case.pk}/refusal/" in page


def test_decisions_are_kept_by_the_database(case: Case, administrator: User) -> None:
    decision = refuse(case, administrator)
    for change in (lambda: Decision.objects.update(text="другое"), decision.delete):
        with pytest.raises(InternalError, match="never changed or deleted"), transaction.atomic():
            change()
    assert Decision.objects.get() == decision
