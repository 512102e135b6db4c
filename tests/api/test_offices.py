"""What 1С of a company reads besides cases: applicants, requests for what is missing, the queue by its terms."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.cases.due import DueDay
from signing.models import SignatureRequest
from tenants.models import GridCompany
from tests import world
from tests.contracts.conftest import SMALL

from .calls import Caller, caller
from .test_applicant import sent


@pytest.fixture
def program(here: None, administrator: User, company: GridCompany) -> Caller:
    return caller(administrator, company)


def test_applicants_are_listed_and_found(program: Caller, applicant: User, stranger: User) -> None:
    owner = world.organisation(5)
    case = world.application(owner)
    world.draft(owner)

    rows = program.get("applicants/").json()["items"]

    assert {row["id"] for row in rows} == {world.applicant_of(one).pk for one in (applicant, stranger, owner)}
    [found] = program.get("applicants/?q=Ромашка").json()["items"]
    assert (found["id"], found["title"], found["cases_count"]) == (case.applicant_id, "ООО «Ромашка»", 1)
    assert program.get(f"applicants/?q={found['inn']}").json()["items"] == [found]
    assert program.get("applicants/?blocked=true").json()["items"] == []
    page = program.get("applicants/?limit=2").json()
    following = program.get(f"applicants/?limit=2&cursor={page['next']}").json()
    assert [row["id"] for row in page["items"] + following["items"]] == [row["id"] for row in rows]
    assert following["next"] is None


def test_an_applicant_is_told_as_on_the_screen(program: Caller) -> None:
    owner = world.applicant_of(world.organisation(5))

    card = program.get(f"applicants/{owner.pk}/").json()

    assert (card["last_name"], card["organisation_name"], card["email"]) == ("Громов", "ООО «Ромашка»", owner.email)
    assert card["details"]["registration_address"] == "Лугореченск, ул. Мира, 1"
    assert "passport_number" not in card["details"]  # nobody asks it of an organisation
    assert program.get("applicants/99999999/").status_code == 404


def test_a_request_is_made_answered_and_seen_by_both_sides(
    program: Caller, applicant: User, company: GridCompany
) -> None:
    case = world.application(applicant, **SMALL)
    builder, path = caller(applicant, company), f"cases/{case.pk}/requests/"
    assert program.get(path).json() == {"requests": []}

    made = program.post(path, documents=["Паспорт"], questions=["Сколько этажей?"])

    assert made.status_code == 201, made.content
    for side in (program, builder):
        [told] = side.get(path).json()["requests"]
        assert [(item["title"], item["kind"], item["is_answered"]) for item in told["items"]] == [
            ("Паспорт", "document", False), ("Сколько этажей?", "words", False),
        ]  # fmt: skip
        assert told["supplied_at"] is told["closed_at"] is None
    again = program.post(path, documents=["План"])
    assert again.status_code == 201
    assert [bool(one["closed_at"]) for one in program.get(path).json()["requests"]] == [False, True]


@pytest.mark.parametrize(("sign", "sides"), [("", []), ("company", ["company"]), ("both", ["company", "applicant"])])
def test_a_document_is_placed_without_with_one_and_with_two_signatures(
    program: Caller, applicant: User, company: GridCompany, sign: str, sides: list[str]
) -> None:
    case = world.application(applicant)
    until = (localdate() + timedelta(days=9)).isoformat()

    placed = program.post(
        f"cases/{case.pk}/documents/", upload=sent(program), title="Договор", sign=sign, sign_until=until
    )

    assert placed.status_code == 201, placed.content
    number = placed.json()["id"]
    parties = program.get(f"documents/{number}/signatures/").json()["items"]
    assert [one["side"] for one in parties] == sides
    assert {one["due_on"] for one in parties} == ({until} if sides else set())
    assert SignatureRequest.objects.count() == len(sides)
    seen = caller(applicant, company).get(f"documents/{number}/signatures/").status_code
    assert seen == (404 if sides else 200)  # the applicant sees it when the company has signed


def test_the_queue_is_read_by_its_terms_page_by_page(program: Caller, applicant: User) -> None:
    days: list[date | None] = [date(2026, 5, 3), None, date(2026, 5, 1), date(2026, 5, 3), None, date(2026, 5, 2)]
    cases = [world.application(applicant, **SMALL) for _ in days]
    for case, day in zip(cases, days, strict=True):
        DueDay.objects.filter(case=case).update(last_day=day)
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get(f"cases/?order=due&limit=1&cursor={cursor}").json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]

    assert seen == [cases[n].pk for n in (2, 5, 0, 3, 1, 4)]
    for query in ("order=no", "order=due&cursor=x", "order=due&cursor=W251bGwsIngiXQ", "order=due&cursor=WzEsMV0"):
        assert program.get(f"cases/?{query}").status_code == 422


def test_lists_cost_the_same_whatever_they_hold(program: Caller, queries: Callable[[], Any]) -> None:
    def cost(path: str) -> int:
        with queries() as asked:
            assert program.get(path).status_code == 200
        return len([sql for sql in asked if "tenants_" not in sql])

    case = world.application(world.organisation(20), **SMALL)
    program.post(f"cases/{case.pk}/requests/", documents=["Паспорт"])
    paths = ("applicants/", "cases/?order=due", f"cases/{case.pk}/requests/")
    for path in paths:
        program.get(path)
    before = [cost(path) for path in paths]
    for n in range(21, 25):
        world.application(world.organisation(n), **SMALL)
    program.post(f"cases/{case.pk}/requests/", documents=["План", "Справка"], questions=["Когда?", "Где?"])

    assert [cost(path) for path in paths] == before
    assert max(before) <= 5
