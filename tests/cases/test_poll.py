"""Is there anything new? One cheap request: 204 no, 200 yes."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.applications import services as applications
from cabinet.cases import services
from cabinet.cases.models import Case, Entry
from documents.tasks import process
from tests import world
from tests.world import words


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def question(client: Client, page: str) -> str:
    """What the open page would ask."""
    found = re.search(r'data-live="([^"]+)"', client.get(page).content.decode())
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("page", ["/cases/", "card"])
@pytest.mark.parametrize("who", ["applicant_client", "administrator_client"])
def test_nothing_new_is_nothing_to_send(request: pytest.FixtureRequest, case: Case, page: str, who: str) -> None:
    client = request.getfixturevalue(who)
    answer = client.get(question(client, page.replace("card", f"/cases/{case.pk}/")))

    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", ["/cases/", "card"])
def test_a_word_of_the_company_is_news_for_the_applicant(
    applicant_client: Client, administrator: User, case: Case, page: str
) -> None:
    asked = question(applicant_client, page.replace("card", f"/cases/{case.pk}/"))
    services.add_message(case, text="Добрый день", by=administrator, key=uuid.uuid4(), now=timezone.now())

    assert applicant_client.get(asked).status_code == 200


@pytest.mark.parametrize("page", ["/cases/", "card"])
def test_a_word_of_the_applicant_is_news_for_staff(
    administrator_client: Client, applicant: User, case: Case, page: str
) -> None:
    asked = question(administrator_client, page.replace("card", f"/cases/{case.pk}/"))
    services.add_message(case, text="Добрый день", by=applicant, key=uuid.uuid4(), now=timezone.now())

    assert administrator_client.get(asked).status_code == 200


def test_a_new_application_is_news_for_staff(administrator_client: Client, applicant: User) -> None:
    asked = question(administrator_client, "/cases/")
    world.application(applicant)

    assert administrator_client.get(asked).status_code == 200


def test_a_draft_is_no_news_for_staff(administrator_client: Client, applicant: User) -> None:
    asked = question(administrator_client, "/cases/")
    world.draft(applicant)

    assert administrator_client.get(asked).status_code == 204


def test_the_affairs_of_others_are_no_news(
    applicant_client: Client, administrator: User, stranger: User, case: Case
) -> None:
    asked = question(applicant_client, "/cases/")
    foreign = world.application(stranger)
    services.add_message(foreign, text="Добрый день", by=administrator, key=uuid.uuid4(), now=timezone.now())

    assert applicant_client.get(asked).status_code == 204
    assert applicant_client.get(f"/updates/?since=0&case={foreign.pk}").status_code == 204  # as if it did not exist


def test_a_note_is_no_news_for_the_applicant(applicant_client: Client, administrator: User, case: Case) -> None:
    asked = [question(applicant_client, page) for page in ("/cases/", f"/cases/{case.pk}/")]
    services.add_note(case, text="Осторожно", by=administrator, key=uuid.uuid4(), now=timezone.now())

    assert [applicant_client.get(address).status_code for address in asked] == [204, 204]


@pytest.mark.parametrize(
    "query", ["", "since=x", "case=x", "case=-1", "case=" + "9" * 30, "case=" + "9" * 5000, "case=%00"]
)
def test_nonsense_in_the_address_harms_nothing(applicant_client: Client, case: Case, query: str) -> None:
    assert applicant_client.get(f"/updates/?{query}").status_code in {200, 204}


def test_what_was_learned_of_a_file_is_told_to_an_open_card_apart_from_news(
    applicant_client: Client, administrator_client: Client, case: Case
) -> None:
    """A scan or a picture that is ready: the page draws the row anew by itself."""
    card = f"/cases/{case.pk}/"
    asked = {client: question(client, card) for client in (applicant_client, administrator_client)}
    document = case.entries.get(kind=Entry.Kind.DOCUMENT).document
    assert document
    process(document.pk)

    for client, address in asked.items():
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (200, b"files")
        assert 'id="looked-' in words(client.get(card))
        assert client.get(question(client, card)).status_code == 204


def test_a_card_drawn_anew_for_its_files_is_not_taken_for_read(
    applicant_client: Client, administrator: User, case: Case
) -> None:
    services.add_message(case, text="Добрый день", by=administrator, key=uuid.uuid4(), now=timezone.now())
    card = f"/cases/{case.pk}/"
    applicant_client.get(card, headers={"X-Redraw": "files"})

    assert "новое" in words(applicant_client.get(card))


def test_what_was_learned_of_a_file_is_told_to_the_page_of_its_draft(applicant: User, applicant_client: Client) -> None:
    """What its own writer types into it is no news."""
    draft = world.draft(applicant)
    document = services.attach(
        draft, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=timezone.now()
    ).document
    assert document
    page = draft.get_absolute_url()
    asked = question(applicant_client, page)
    applications.save_draft(draft.application, answers={"address": "Лесная улица, 5"}, now=timezone.now())
    assert applicant_client.get(asked).status_code == 204
    process(document.pk)

    answer = applicant_client.get(asked)

    assert (answer.status_code, answer.content) == (200, b"files")
    assert applicant_client.get(question(applicant_client, page)).status_code == 204
