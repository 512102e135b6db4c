"""What the law leaves to the company: dated decisions beside the pack, each by somebody, none ever undone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.versions import ChangedMeanwhile
from audit.models import Record
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.catalogue.queries import names_for_applicants
from cabinet.rules import services
from cabinet.rules.amendments import rules_for, rules_now
from cabinet.rules.errors import FixedByTheAct, HoldsTooEarly, NothingOfTheSort
from cabinet.rules.facts import facts_of
from cabinet.rules.models import Amendment
from cabinet.rules.packs import current_pack
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words

What = Amendment.What
OWN_QUESTION: dict[str, Any] = {
    "page": "what",
    "type": "choice",
    "label": "Есть ли проект?",
    "choices": [["1", "Да"], ["2", "Нет"]],
}
OWN_ATTACHMENT: dict[str, Any] = {
    "title": "Справка о газе",
    "kinds": ["new"],
    "legal_forms": ["person"],
    "required": True,
}


def decided(
    by: User, what: str, code: str, now: datetime | None = None, valid_from: date | None = None, **value: Any
) -> Amendment:
    now = now or timezone.now()
    made = services.amend(what, code, value, valid_from=valid_from or timezone.localdate(now), by=by, now=now)
    assert made is not None
    return made


def labels(case: Case) -> list[str]:
    return [status.label for status in cases.statuses_for(Case.objects.get(pk=case.pk))]


def given(case: Case, status: str, by: User) -> Case:
    case.refresh_from_db()
    return cases.register(
        case, number=case.number, status=status, assignee=None, version=case.version, by=by, now=timezone.now()
    )


# ── Words of the act's questions and documents ──


def test_a_question_and_a_document_in_the_words_of_the_company(administrator: User) -> None:
    decided(administrator, What.QUESTION, "purpose", label="Что строите", hint="Дом, баня")
    decided(administrator, What.ATTACHMENT, "plan", explanation="Скачайте схему на нашем сайте")

    assert (rules_now().question("purpose").label, rules_now().question("purpose").hint) == ("Что строите", "Дом, баня")
    plan, of_act = rules_now().attachment("plan"), current_pack().attachment("plan")
    assert plan
    assert of_act
    assert (plan.title, plan.explanation) == (of_act.title, "Скачайте схему на нашем сайте")
    assert (plan.required, plan.point, plan.mark) == (of_act.required, of_act.point, of_act.mark)


@pytest.mark.parametrize(
    ("what", "code", "value"),
    [
        (What.QUESTION, "address", {"required": False}),
        (What.QUESTION, "address", {"is_hidden": True}),
        (What.QUESTION, "temporary_months", {"max": 99}),
        (What.ATTACHMENT, "plan", {"required": False}),
        (What.ATTACHMENT, "plan", {"is_hidden": True}),
        (What.ATTACHMENT, "plan", {"kinds": ["new"]}),
        (What.STATUS, "review", {"stage": "connected"}),
    ],
)
def test_what_the_act_has_settled_is_refused(what: str, code: str, value: dict[str, Any], administrator: User) -> None:
    with pytest.raises(FixedByTheAct) as refused:
        services.amend(what, code, value, valid_from=timezone.localdate(), by=administrator, now=timezone.now())

    assert "установлено Правилами" in refused.value.message
    assert not Amendment.objects.exists()


def test_terms_and_refusals_cannot_be_named_at_all(administrator: User) -> None:
    with pytest.raises(NothingOfTheSort):
        decided(administrator, What.QUESTION, "pay_first", label="Оплатить за месяц")


def test_a_decision_holds_for_what_is_submitted_after_it(applicant: User, administrator: User) -> None:
    before = world.application(applicant)
    draft = world.draft(applicant)
    decided(administrator, What.QUESTION, "purpose", label="Что строите")
    after = cases.submit(world.draft(applicant), by=applicant, now=timezone.now())

    assert Case.objects.get(pk=before.pk).rules.question("purpose").label == "Что подключаем"
    assert Case.objects.get(pk=after.pk).rules.question("purpose").label == "Что строите"
    assert Case.objects.get(pk=draft.pk).rules.question("purpose").label == "Что строите"


def test_a_decision_of_a_later_day(administrator: User) -> None:
    today = timezone.now()
    decided(
        administrator,
        What.QUESTION,
        "purpose",
        label="Что строите",
        valid_from=timezone.localdate() + timedelta(days=7),
    )

    said = [
        rules_for(current_pack(), today + timedelta(days=days)).question("purpose").label for days in (0, 6, 7, 400)
    ]
    assert said == ["Что подключаем", "Что подключаем", "Что строите", "Что строите"]


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_both_stay(administrator: User) -> None:
    first = decided(administrator, What.QUESTION, "purpose", label="Что строите")
    second = decided(administrator, What.QUESTION, "purpose", label="Что подключить")
    decided(administrator, What.QUESTION, "purpose", label="")

    assert rules_now().question("purpose").label == "Что подключаем"  # as in the pack again
    assert [row.value.get("label") for row in services.rows_of(What.QUESTION, "purpose")] == [
        "Что строите",
        "Что подключить",
        None,
    ]
    assert (first.number, second.number) == (1, 2)
    assert Record.objects.filter(event="rules.amended").count() == 3


def test_nobody_decides_for_yesterday(administrator: User) -> None:
    with pytest.raises(HoldsTooEarly):
        decided(
            administrator, What.QUESTION, "purpose", label="Иначе", valid_from=timezone.localdate() - timedelta(days=1)
        )


def test_the_same_again_is_no_decision(administrator: User) -> None:
    decided(administrator, What.QUESTION, "purpose", label="Что строите")
    again = services.amend(
        What.QUESTION,
        "purpose",
        {"label": "Что строите"},
        valid_from=timezone.localdate(),
        by=administrator,
        now=timezone.now(),
    )

    assert again is None
    assert Amendment.objects.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE rules_amendment SET value = '{}'", "DELETE FROM rules_amendment"])
def test_the_database_keeps_every_decision(statement: str, administrator: User) -> None:
    decided(administrator, What.QUESTION, "purpose", label="Что строите")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_second_person_is_asked(administrator: User) -> None:
    from accounts.versions import version_of

    seen = version_of(services.value_of(What.QUESTION, "purpose"))
    decided(administrator, What.QUESTION, "purpose", label="Что строите")

    with pytest.raises(ChangedMeanwhile):
        services.amend(
            What.QUESTION, "purpose", {"label": "Объект"}, valid_from=timezone.localdate(), seen=seen,
            by=administrator, now=timezone.now(),
        )  # fmt: skip


# ── Own questions and documents ──


def test_an_own_question(administrator: User) -> None:
    code = decided(administrator, What.OWN_QUESTION, "", **OWN_QUESTION, required=True).code
    question = rules_now().question(code)

    assert (question.page, question.type, question.is_own) == ("what", "choice", True)
    assert [choice.label for choice in question.choices] == ["Да", "Нет"]
    facts = facts_of(rules_now(), kind="new", answers={code: "2"}, legal_form="person")
    assert facts[code] == "2"
    assert question.is_required(facts)
    assert question.missing == "Ответьте на вопрос «Есть ли проект?»"


@pytest.mark.parametrize("type_", ["text", "words", "number", "yes_no", "date"])
def test_an_own_question_of_each_type(type_: str, administrator: User) -> None:
    code = decided(administrator, What.OWN_QUESTION, "", page="where", type=type_, label="Вопрос").code

    assert rules_now().question(code).type == type_
    assert not rules_now().question(code).is_required({})


def test_an_own_question_is_asked_no_more(administrator: User) -> None:
    code = decided(administrator, What.OWN_QUESTION, "", **OWN_QUESTION).code
    decided(administrator, What.OWN_QUESTION, code, is_hidden=True)

    with pytest.raises(KeyError):
        rules_now().question(code)
    assert decided(administrator, What.OWN_QUESTION, "", **OWN_QUESTION).code != code


def test_an_own_document_is_required_of_whom_the_company_says(administrator: User) -> None:
    code = decided(administrator, What.OWN_ATTACHMENT, "", **OWN_ATTACHMENT).code
    document = rules_now().attachment(code)
    assert document

    asked = {
        (kind, form): document.is_required({"kind": kind, "legal_form": form})
        for kind in ("new", "temporary")
        for form in ("person", "organisation")
    }
    assert [who for who, is_asked in asked.items() if is_asked] == [("new", "person")]
    assert "Справка о газе" in [name.title for name in names_for_applicants("person")]
    assert "Справка о газе" not in [name.title for name in names_for_applicants("organisation")]


def test_an_own_document_is_among_names_that_the_company_edits(administrator: User) -> None:
    world.document_name(by=administrator)
    code = decided(administrator, What.OWN_ATTACHMENT, "", title="Справка о газе").code

    [name] = [name for name in names_for_applicants("person") if name.title == "Справка о газе"]
    assert name.code == code


def test_an_own_document_that_may_be_left_out(administrator: User) -> None:
    code = decided(administrator, What.OWN_ATTACHMENT, "", title="Справка о газе").code
    document = rules_now().attachment(code)

    assert document
    assert document.is_shown({})
    assert not document.is_required({})


# ── Statuses ──


def test_a_status_is_renamed_and_still_moves_the_case(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    decided(administrator, What.STATUS, "review", label="Изучаем заявку")

    moved = given(case, "Изучаем заявку", administrator)

    assert (moved.stage, moved.status_code, moved.status) == (Stage.REVIEW, "review", "Изучаем заявку")


def test_a_case_keeps_the_words_and_the_code_of_its_status(applicant: User, administrator: User) -> None:
    case = given(
        world.application(applicant), cases.status_of(world.application(applicant), Stage.REVIEW).label, administrator
    )
    old = case.status
    decided(administrator, What.STATUS, "review", label="Изучаем заявку")

    case.refresh_from_db()
    assert (case.status, case.status_code) == (old, "review")
    assert "Изучаем заявку" in labels(case)


def test_a_hidden_status_is_not_offered_and_the_cabinet_still_finds_its_stage(
    applicant: User, administrator: User
) -> None:
    case = world.application(applicant)
    decided(administrator, What.STATUS, "offer", is_hidden=True)

    assert "Подготовка оферты договора" not in labels(case)
    assert cases.status_of(case, Stage.OFFER).code == "offer"


def test_an_own_status_is_bound_to_a_stage(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    code = decided(administrator, What.STATUS, "", label="У главного инженера", stage="review").code

    moved = given(case, "У главного инженера", administrator)

    assert (moved.stage, moved.status_code) == (Stage.REVIEW, code)


def test_an_own_status_moves_only_by_the_table_of_the_pack(applicant: User, administrator: User) -> None:
    from cabinet.cases.stages import StatusNotPossible

    decided(administrator, What.STATUS, "", label="Всё готово", stage="connected")

    with pytest.raises(StatusNotPossible):
        given(world.application(applicant), "Всё готово", administrator)


def test_own_words_stay_a_caption(applicant: User, administrator: User) -> None:
    moved = given(world.application(applicant), "Ждём соседа", administrator)

    assert (moved.stage, moved.status_code) == (Stage.WAITING, "")


def test_the_order_of_statuses(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    codes = [status.code for status in rules_now().statuses]
    services.arrange(What.STATUS, [codes[-1], *codes[:-1]], by=administrator, now=timezone.now())

    assert labels(case)[0] == "Аннулирована"
    assert set(labels(case)) == {status.label for status in current_pack().statuses}


def test_statuses_of_messages_are_their_own(applicant: User, administrator: User) -> None:
    decided(administrator, What.ENQUIRY_STATUS, "answered", label="Ответили")
    message = world.enquiry(applicant)

    assert "Ответили" in labels(message)
    assert "Ответили" not in labels(world.application(applicant))
    assert cases.status_of(message, Stage.ANSWERED).label == "Ответили"


# ── Whose they are, and what they cost ──


def test_decisions_of_one_company_are_not_those_of_another(
    administrator: User, applicant: User, company: GridCompany, other_company: GridCompany
) -> None:
    decided(administrator, What.QUESTION, "purpose", label="Что строите")
    decided(administrator, What.OWN_QUESTION, "", **OWN_QUESTION)
    decided(administrator, What.STATUS, "review", label="Изучаем заявку")
    with inside(other_company):
        theirs = rules_now()
        assert theirs is current_pack()
        decided(world.staff(5), What.QUESTION, "purpose", label="Чем греем")
        assert rules_now().question("purpose").label == "Чем греем"
    with inside(company):
        assert rules_now().question("purpose").label == "Что строите"


def test_a_page_asks_for_the_version_once(
    applicant: User,
    administrator: User,
    administrator_client: Client,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    decided(administrator, What.STATUS, "review", label="Изучаем заявку")
    case = world.application(applicant)
    administrator_client.get(case.get_absolute_url())
    with queries() as asked:
        page = administrator_client.get(case.get_absolute_url())

    assert "Изучаем заявку" in words(page)
    assert len([sql for sql in asked if "rules_amendment" in sql]) == 1
    with queries() as asked:
        administrator_client.get("/cases/")
    assert [sql for sql in asked if "rules_amendment" in sql] == []


def test_a_decision_is_seen_at_once_on_the_next_page(
    applicant: User, administrator: User, administrator_client: Client
) -> None:
    case = world.application(applicant)
    assert "Изучаем заявку" not in words(administrator_client.get(case.get_absolute_url()))
    decided(administrator, What.STATUS, "review", label="Изучаем заявку")

    assert "Изучаем заявку" in words(administrator_client.get(case.get_absolute_url()))
