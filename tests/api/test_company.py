"""1С of a grid company takes the queue, registers, asks, answers and posts payments."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import StaffRole, User
from cabinet.cases.models import Case, InformationRequest
from cabinet.contracts.models import Fact
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.contracts.conftest import SMALL

from .calls import Caller, caller


@pytest.fixture
def program(administrator: User, company: GridCompany) -> Caller:
    return caller(administrator, company)


@pytest.fixture
def case(applicant: User, company: GridCompany) -> Case:
    with inside(company):
        return world.application(applicant, **SMALL)


def test_the_queue_says_whose_it_is_and_when_it_is_due(program: Caller, case: Case) -> None:
    [row] = program.get("cases/?tab=new").json()["items"]

    assert row["id"] == case.pk
    assert "Орлова" in row["applicant"]
    assert row["due_on"]
    assert program.get("cases/?q=Орлова").json()["items"] == [row]
    assert program.get("cases/?q=никто").json()["items"] == []
    assert program.get("cases/?tab=waiting").json()["items"] == []


def test_a_draft_is_nobodys_but_the_applicants(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        draft = world.draft(applicant)

    assert program.get("cases/").json()["items"] == []
    assert program.get(f"cases/{draft.pk}/").status_code == 404
    assert program.get(f"applications/{draft.pk}/answers/").status_code == 404


def test_number_and_status_are_given_by_the_version_that_was_read(program: Caller, case: Case) -> None:
    card = program.get(f"cases/{case.pk}/")
    status = "Заявка принята в работу"

    given = program.patch(f"cases/{case.pk}/", {"number": "17-26", "status": status}, **{"If-Match": card["ETag"]})
    late = program.patch(f"cases/{case.pk}/", {"number": "18-26"}, **{"If-Match": card["ETag"]})
    blind = program.patch(f"cases/{case.pk}/", {"number": "18-26"})

    assert given.status_code == 200, given.content
    assert (given.json()["number"], given.json()["status"]) == ("17-26", status)
    assert given["ETag"] != card["ETag"]
    assert (late.status_code, blind.status_code) == (412, 428)
    assert program.get(f"cases/{case.pk}/").json()["number"] == "17-26"


def test_a_decision_is_no_status(program: Caller, case: Case) -> None:
    card = program.get(f"cases/{case.pk}/")

    answer = program.patch(f"cases/{case.pk}/", {"status": "Отказано"}, **{"If-Match": card["ETag"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "decision_needed")


def test_what_is_missing_is_asked_once(program: Caller, case: Case, company: GridCompany) -> None:
    asked = {"documents": ["Паспорт"], "questions": ["Сколько этажей?"]}

    answers = [program.post(f"cases/{case.pk}/requests/", once="ask", **asked) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201], answers[0].content
    assert answers[0].json()["stage"] == "missing"
    with inside(company):
        request = InformationRequest.objects.get()
        assert [item.title for item in request.items.order_by("position")] == ["Паспорт", "Сколько этажей?"]
    nothing = program.post(f"cases/{case.pk}/requests/")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_asked")


def test_a_message_of_the_company_reaches_the_applicant(
    program: Caller, case: Case, applicant: User, company: GridCompany
) -> None:
    program.post(f"cases/{case.pk}/messages/", text="Готово")

    feed = caller(applicant, company).get(f"cases/{case.pk}/feed/").json()["items"]

    assert ("Готово", True) in [(row["text"], row["from_company"]) for row in feed]


def test_terms_are_told(program: Caller, case: Case) -> None:
    terms = program.get(f"cases/{case.pk}/terms/").json()["items"]

    assert terms
    assert {term["state"] for term in terms} <= {"running", "overdue", "in_time", "late", "waits", "paused", "closed"}


def test_a_payment_without_an_offer_is_refused_with_its_reason(
    program: Caller, case: Case, company: GridCompany
) -> None:
    paid = {"received_on": "2026-03-16", "amount": "12000.00", "evidence": "п/п 45"}

    answer = program.post(f"cases/{case.pk}/payments/", **paid)

    assert answer.status_code == 409
    assert answer.json()["detail"]
    for wrong in ({"amount": "-"}, {"amount": "1.001"}, {"received_on": "вчера"}, {"evidence": ""}):
        refused = program.post(f"cases/{case.pk}/payments/", **{**paid, **wrong})
        assert refused.status_code == 422
        assert list(refused.json()["errors"]) == list(wrong)
    with inside(company):
        assert not Fact.objects.filter(code="payment").exists()


@pytest.mark.parametrize("role", [StaffRole.OBSERVER, StaffRole.SIGNER])
def test_who_may_not_record_payments_finds_no_such_address(case: Case, company: GridCompany, role: StaffRole) -> None:
    with inside(company):
        person = world.staff(5, role)
    program = caller(person, company)

    answer = program.post(f"cases/{case.pk}/payments/", received_on="2026-03-16", amount="1.00", evidence="x")

    assert answer.status_code == 404


def test_an_observer_reads_and_changes_nothing(case: Case, company: GridCompany) -> None:
    with inside(company):
        observer = world.staff(5, StaffRole.OBSERVER)
    program = caller(observer, company)

    assert program.get(f"cases/{case.pk}/").status_code == 200
    assert program.get(f"cases/{case.pk}/terms/").status_code == 200
    assert program.post(f"cases/{case.pk}/messages/", text="x").status_code == 404
    assert program.patch(f"cases/{case.pk}/", {"number": "1"}, **{"If-Match": '"0"'}).status_code == 404
    assert program.post(f"cases/{case.pk}/requests/", documents=["Паспорт"]).status_code == 404


def test_a_queue_of_fifty_costs_what_one_costs(
    program: Caller, case: Case, applicant: User, company: GridCompany, queries: Callable[[], Any]
) -> None:
    def cost() -> int:
        with queries() as asked:
            assert program.get("cases/").status_code == 200
        return len([sql for sql in asked if "tenants_" not in sql])

    program.get("cases/")
    one = cost()
    with inside(company):
        for _ in range(49):
            world.application(applicant)

    assert len(program.get("cases/?limit=50").json()["items"]) == 50
    assert cost() == one <= 2
