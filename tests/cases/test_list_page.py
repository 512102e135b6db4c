"""«Документооборот» of both sides."""

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from tests import world
from tests.world import words


@pytest.fixture
def cases(applicant: User, stranger: User) -> dict[str, Case]:
    return {
        "application": world.application(applicant),
        "draft": world.draft(applicant, address="Черновой тупик, 1"),
        "enquiry": world.enquiry(applicant),
        "foreign": world.application(stranger, address="Чужая улица, 9"),
    }


@pytest.mark.parametrize(
    ("tab", "shown"),
    [("", "application"), ("applications", "application"), ("enquiries", "enquiry"), ("drafts", "draft")],
)
def test_an_applicant_finds_a_case_on_its_tab(
    applicant_client: Client, cases: dict[str, Case], tab: str, shown: str
) -> None:
    page = applicant_client.get("/cases/", {"tab": tab}).context["page"]

    assert list(page) == [cases[shown]]


def test_what_is_over_goes_to_the_archive(applicant_client: Client, cases: dict[str, Case]) -> None:
    Case.objects.filter(pk=cases["application"].pk).update(stage="connected")

    assert list(applicant_client.get("/cases/?tab=archive").context["page"]) == [cases["application"]]
    assert not applicant_client.get("/cases/").context["page"]


def test_staff_see_everybodys_cases_but_no_drafts(administrator_client: Client, cases: dict[str, Case]) -> None:
    page = administrator_client.get("/cases/").context["page"]

    assert set(page) == {cases["application"], cases["enquiry"], cases["foreign"]}


def test_staff_have_queues(administrator_client: Client, administrator: User, cases: dict[str, Case]) -> None:
    Case.objects.filter(pk=cases["application"].pk).update(assignee=administrator, stage="payment")
    queues = {
        tab: set(administrator_client.get(f"/cases/?tab={tab}").context["page"]) for tab in ("new", "mine", "waiting")
    }

    assert queues == {
        "new": {cases["enquiry"], cases["foreign"]},
        "mine": {cases["application"]},
        "waiting": {cases["application"]},
    }


def test_the_tabs_count(administrator_client: Client, cases: dict[str, Case]) -> None:
    counts = {tab["text"]: tab["count"] for tab in administrator_client.get("/cases/").context["tabs"]}

    assert counts == {"Все": 3, "Новые": 3, "Мои": 0, "Ждут заявителя": 0, "Ждут нас": 3}


def test_the_filter_finds_by_words_and_stage(administrator_client: Client, cases: dict[str, Case]) -> None:
    found = administrator_client.get("/cases/", {"q": "чужая", "stage": "waiting"}).context["page"]
    assert list(found) == [cases["foreign"]]
    assert "Ничего не нашлось" in words(administrator_client.get("/cases/", {"q": "чужая", "stage": "payment"}))


def test_an_applicant_finds_only_their_own(applicant_client: Client, cases: dict[str, Case]) -> None:
    assert not applicant_client.get("/cases/", {"q": "чужая"}).context["page"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "stage=nonsense",
        "tab=nonsense",
        "page=0",
        "page=999",
        "page=x",
        "q=" + "я" * 500,
        "q=%ff",
        "q=" + "a+" * 99,
    ],
)
def test_nonsense_in_the_address_harms_nothing(
    administrator_client: Client, cases: dict[str, Case], query: str
) -> None:
    assert administrator_client.get(f"/cases/?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(applicant_client: Client, administrator_client: Client) -> None:
    assert "Создать заявку на технологическое присоединение" in words(applicant_client.get("/cases/"))
    assert "Новых обращений нет" in words(administrator_client.get("/cases/"))


def test_a_long_list_is_cut_into_pages(administrator_client: Client, applicant: User) -> None:
    for _ in range(21):
        world.enquiry(applicant)

    assert len(administrator_client.get("/cases/").context["page"]) == 20
    assert len(administrator_client.get("/cases/?page=2").context["page"]) == 1
