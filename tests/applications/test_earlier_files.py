"""Files of earlier applications are attached to a new draft by choice, as files of its own."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.applications.models import Application
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from documents.models import Document
from documents.storage import storage
from tenants.models import GridCompany
from tests import forms_sent, world
from tests.moment import NOW
from tests.world import words

ADDRESS = "Лугореченск, ул. Новая, 12"
DEED, PLAN = "Правоустанавливающий документ на дом или участок", "План расположения энергопринимающих устройств"


@pytest.fixture
def earlier(applicant: User) -> Case:
    """Submitted with a deed and a plan."""
    draft = world.draft(applicant, address=ADDRESS, household=True)
    for title in (DEED, PLAN):
        cases.attach(draft, world.pdf(f"{title[:5]}.pdf"), title=title, by=applicant, key=uuid.uuid4(), now=NOW)
    case = cases.submit(draft, by=applicant, now=NOW)
    Case.objects.filter(pk=case.pk).update(number="1563")
    return case


@pytest.fixture
def copied(earlier: Case, applicant_client: Client) -> Case:
    applicant_client.post(f"/applications/{earlier.pk}/copy/", {"key": str(uuid.uuid4())})
    return Case.objects.select_related("application").drafts().get()


def page(case: Case, step: str = "documents") -> str:
    return f"/applications/{case.pk}/draft/{step}/" if step else f"/applications/{case.pk}/draft/"


def takes(client: Client, case: Case, *entries: Entry, step: str = "documents") -> Any:
    sent = forms_sent.form(client.get(page(case, step)), at=page(case, step), has="version")
    chosen = {**sent.values, "again": [str(entry.pk) for entry in entries], "do": "again"}
    return client.post(sent.address, chosen)


def of(case: Case, title: str = DEED) -> Entry:
    return case.entries.select_related("document").filter(title=title).latest("pk")


def document_of(entry: Entry) -> Document:
    assert entry.document is not None
    return entry.document


def bytes_of(entry: Entry) -> bytes:
    return b"".join(storage().chunks(str(document_of(entry).key)))


@pytest.mark.parametrize("step", ["documents", ""], ids=["by steps", "on one page"])
def test_what_is_ticked_becomes_a_file_of_the_draft_itself(
    earlier: Case, copied: Case, applicant_client: Client, step: str
) -> None:
    shown = words(applicant_client.get(page(copied, step)))
    assert "Документы из прежних заявок" in shown
    assert f"из заявки № 1563, {ADDRESS}" in shown

    answer = takes(applicant_client, copied, of(earlier), step=step)

    assert answer["Location"] == f"{page(copied, step)}#documents"
    first, second = of(earlier).document, of(copied).document
    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert (second.sha256, second.streebog256, second.size) == (first.sha256, first.streebog256, first.size)
    assert second.placed_at is None
    assert bytes_of(of(copied)) == bytes_of(of(earlier)) == world.PDF
    assert not copied.entries.filter(title=PLAN).exists()


def test_of_the_same_object_all_is_ticked_of_another_nothing(
    earlier: Case, copied: Case, applicant_client: Client
) -> None:
    def ticked() -> int:
        block = (
            applicant_client.get(page(copied)).content.decode().partition('id="earlier"')[2].partition("</fieldset>")[0]
        )
        return block.count("checked")

    assert ticked() == 2
    Application.objects.filter(pk=copied.pk).update(address="Совсем другой адрес", cadastral_number="")
    assert ticked() == 0


def test_what_was_attached_is_offered_no_more_and_a_second_press_adds_nothing(
    earlier: Case, copied: Case, applicant_client: Client
) -> None:
    sent = forms_sent.form(applicant_client.get(page(copied)), at=page(copied), has="version")
    chosen = {**sent.values, "again": [str(of(earlier).pk)], "do": "again"}
    for _twice in range(2):
        applicant_client.post(sent.address, chosen)

    assert copied.entries.filter(title=DEED).count() == 1
    assert f"again-{of(earlier).pk}" not in applicant_client.get(page(copied)).content.decode()


def test_the_draft_goes_with_its_own_copy_alone(
    earlier: Case, copied: Case, applicant: User, applicant_client: Client
) -> None:
    takes(applicant_client, copied, of(earlier))
    cases.delete_draft(copied, by=applicant, now=NOW)

    assert bytes_of(of(earlier)) == world.PDF
    assert Document.objects.filter(pk=document_of(of(earlier)).pk).exists()


def test_a_copy_that_is_taken_out_leaves_the_first_one(earlier: Case, copied: Case, applicant_client: Client) -> None:
    takes(applicant_client, copied, of(earlier))
    cases.detach(of(copied), now=NOW)

    assert bytes_of(of(earlier)) == world.PDF


def test_a_copy_is_handed_over_and_told_of_as_any_file(
    earlier: Case, copied: Case, applicant: User, applicant_client: Client
) -> None:
    takes(applicant_client, copied, of(earlier))
    case = cases.submit(copied, by=applicant, now=NOW)

    document = of(case).document
    assert document is not None
    assert document.placed_at is not None
    assert of(case).code == of(earlier).code != ""


@pytest.mark.parametrize("scan", ["infected", "lost"])
def test_what_is_unfit_is_not_offered(earlier: Case, copied: Case, applicant_client: Client, scan: str) -> None:
    Document.objects.filter(pk=document_of(of(earlier)).pk).update(scan=scan)

    assert f"again-{of(earlier).pk}" not in applicant_client.get(page(copied)).content.decode()
    takes(applicant_client, copied, of(earlier))
    assert not copied.entries.exists()


def test_what_was_taken_back_is_not_offered(
    earlier: Case, copied: Case, applicant: User, applicant_client: Client
) -> None:
    cases.withdraw_entry(of(earlier), reason="не тот", by=applicant, now=NOW)

    assert f"again-{of(earlier).pk}" not in applicant_client.get(page(copied)).content.decode()


def test_bytes_that_are_gone_are_told_of_and_stop_nothing(
    earlier: Case, copied: Case, applicant_client: Client
) -> None:
    document = of(earlier).document
    assert document is not None
    storage().remove(str(document.key))

    answer = takes(applicant_client, copied, of(earlier), of(earlier, PLAN))

    assert "не сохранился" in words(answer)
    assert [entry.title for entry in copied.entries.all()] == [PLAN]


def test_nobody_takes_the_files_of_another(
    earlier: Case, stranger: User, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    client, draft = signed_in(stranger, company), world.draft(stranger, address=ADDRESS)

    assert "прежних заявок" not in words(client.get(page(draft)))
    takes(client, draft, of(earlier))
    assert not draft.entries.exists()
