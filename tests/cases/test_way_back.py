"""The way back from a card leads to the list as it was: its tab, filter, page and row."""

import html
import re

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from tests import world


def way_back(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    found = re.search(r'class="back" href="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


@pytest.mark.parametrize(("asked", "kept"), [
    ("", ""),
    ("?tab=waiting", "?tab=waiting"),
    ("?tab=new&q=1563&stage=waiting", "?tab=new&q=1563&stage=waiting"),
    ("?tab=nonsense&next=https://example.org/&page=999", ""),
    ("?q=%22%3E%3Cscript%3E", "?q=%22%3E%3Cscript%3E"),
])  # fmt: skip
def test_staff_come_back_to_their_filter(administrator_client: Client, case: Case, asked: str, kept: str) -> None:
    administrator_client.get(f"/cases/{asked}")

    assert way_back(administrator_client, f"/cases/{case.pk}/") == f"/cases/{kept}#row-{case.pk}"


def test_an_applicant_comes_back_to_the_tab_also_from_a_draft(
    applicant_client: Client, applicant: User, case: Case
) -> None:
    draft = world.draft(applicant)
    applicant_client.get("/cases/?tab=drafts")

    assert 'name="go" value="/cases/?tab=drafts"' in applicant_client.get(draft.get_absolute_url()).content.decode()
    assert way_back(applicant_client, f"/cases/{case.pk}/") == f"/cases/?tab=drafts#row-{case.pk}"
    deleted = applicant_client.post(f"/cases/{draft.pk}/delete/")
    assert deleted["Location"] == "/cases/?tab=drafts"


def test_it_leads_there_after_an_act_too(administrator_client: Client, case: Case) -> None:
    administrator_client.get("/cases/?tab=new")
    administrator_client.post(f"/cases/{case.pk}/entries/message/", {"text": "Добрый день"})
    refused = administrator_client.post(f"/cases/{case.pk}/entries/message/", {"text": ""})

    assert "/cases/?tab=new#row-" in refused.content.decode()
    assert way_back(administrator_client, f"/cases/{case.pk}/") == f"/cases/?tab=new#row-{case.pk}"


def test_the_page_is_kept(administrator_client: Client, applicant: User, case: Case) -> None:
    Case.objects.bulk_create(
        Case(
            kind=case.kind, applicant=case.applicant, author=applicant, title="Заявка", stage="waiting", status="Ждёт",
            created_at=case.created_at, submitted_at=case.submitted_at, changed_at=case.changed_at,
        )
        for _ in range(20)
    )  # fmt: skip
    Case.objects.exclude(pk=case.pk).filter(application=None).update(kind="enquiry")
    administrator_client.get("/cases/?page=2")

    assert way_back(administrator_client, f"/cases/{case.pk}/").startswith("/cases/?page=2#row-")


def test_applicants_of_staff_are_a_list_too(administrator_client: Client, applicant: User) -> None:
    number = world.applicant_of(applicant).pk
    administrator_client.get("/applicants/?q=Орлова")

    assert way_back(administrator_client, f"/applicants/{number}/").startswith("/applicants/?q=")


def test_one_person_does_not_come_back_to_the_filter_of_another(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    administrator_client.get("/cases/?tab=waiting")

    assert way_back(applicant_client, f"/cases/{case.pk}/") == f"/cases/#row-{case.pk}"
