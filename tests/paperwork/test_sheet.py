"""«Печать», Word and ZIP of an application: the same sheet for both sides, reached from list and card."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.paperwork.models import Paper
from documents.models import Document
from tests import world
from tests.moment import NOW
from tests.signatures import acts as to_sign
from tests.world import words

from .conftest import made

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def sides(applicant_client: Client, administrator_client: Client) -> tuple[Client, Client]:
    return applicant_client, administrator_client


def test_the_sheet_says_the_same_to_both_sides(case: Case, sides: tuple[Client, Client]) -> None:
    made(case)
    for client in sides:
        page = words(client.get(f"/cases/{case.pk}/sheet/"))
        for expected in ("ООО «Горсеть»", "Орлова Анна", "15 кВт", "Этапы", "Квитанция о подаче", "Нажмите Ctrl+P"):
            assert expected in page.replace("\xa0", " ")
        for document in Document.objects.all():
            assert document.sha256 in page
            assert document.streebog256 in page
        assert Paper.objects.get().check_code in page


def test_what_nobody_has_placed_and_notes_are_not_printed(
    case: Case, administrator: User, sides: tuple[Client, Client]
) -> None:
    contract = to_sign.sent(case, administrator)
    cases.add_note(case, text="Тайная заметка", by=administrator, key=uuid.uuid4(), now=timezone.now())
    for client in sides:
        page = words(client.get(f"/cases/{case.pk}/sheet/"))
        assert contract.title not in page
        assert "Тайная заметка" not in page


def test_a_withdrawn_document_is_not_printed(case: Case, administrator: User, sides: tuple[Client, Client]) -> None:
    entry = cases.add_document(
        case, world.pdf(), title="Ошибочный документ", comment="", by=administrator, key=uuid.uuid4(), now=NOW
    )
    cases.withdraw_entry(entry, reason="опечатка", by=administrator, now=NOW)
    for client in sides:
        assert "Ошибочный документ" not in words(client.get(f"/cases/{case.pk}/sheet/"))


def test_a_message_has_a_sheet_without_stages(applicant: User, applicant_client: Client) -> None:
    page = words(applicant_client.get(f"/cases/{world.enquiry(applicant).pk}/sheet/"))

    assert "Этапы" not in page
    assert "Проверка квитанции" not in page


def test_the_sheet_is_drawn_without_scripts_and_styles_in_the_page(case: Case, applicant_client: Client) -> None:
    made(case)
    page = applicant_client.get(f"/cases/{case.pk}/sheet/").content.decode()

    assert "<svg" in page
    assert "style=" not in page
    assert "data:image" not in page


def test_print_word_and_archive_are_reached_from_list_and_card(case: Case, sides: tuple[Client, Client]) -> None:
    for client in sides:
        for address in ("/cases/", f"/cases/{case.pk}/"):
            page = client.get(address).content.decode()
            assert f"/cases/{case.pk}/application/word/" in page
            assert f"/cases/{case.pk}/archive/" in page
        assert f"/cases/{case.pk}/sheet/" in page
