"""A file that S3 has no more: both sides are told, it can be loaded anew, and nobody looks for it without end."""

import logging
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from documents import processing
from documents.models import Document
from documents.release import FileLost
from documents.storage import storage
from documents.tasks import process
from documents.upkeep.integrity import Verdict, verify
from tenancy.models import DueWork
from tests import world
from tests.moment import NOW
from tests.world import words

Scan, Pictures = Document.Scan, Document.Pictures


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def file_of(case: Case) -> tuple[Entry, Document]:
    entry = case.entries.get(kind=Entry.Kind.DOCUMENT)
    assert entry.document
    return entry, entry.document


def lost(document: Document) -> Document:
    storage().remove(str(document.key))
    process(document.pk)
    document.refresh_from_db()
    return document


def test_a_lost_file_is_marked_once_with_an_alarm_and_never_looked_at_again(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    _entry, document = file_of(case)
    with caplog.at_level(logging.CRITICAL):
        lost(document)
        process(document.pk)

    assert (document.scan, document.pictures) == (Scan.LOST, Pictures.NONE)
    assert document.looked_at
    assert [record.getMessage() for record in caplog.records] == [f"document {document.pk} is gone from the storage"]
    later = timezone.now() + processing.AGAIN_AFTER * 100
    assert processing.plan_forgotten(now=later) == 0
    assert not DueWork.objects.filter(task=processing.PROCESS, subject=document.pk).exists()


def test_both_sides_are_told_and_the_sender_is_led_to_load_it_again(
    case: Case, applicant_client: Client, administrator_client: Client
) -> None:
    entry, document = file_of(case)
    lost(document)
    own, other = (words(client.get(f"/cases/{case.pk}/")) for client in (applicant_client, administrator_client))

    for seen in (own, other):
        assert "Файл не удалось проверить: он не сохранился" in seen
        assert "Проверяем" not in seen
    assert f'href="/cases/{case.pk}/?add=document#add"' in own
    assert "Загрузить снова" in own
    assert "Попросите отправителя загрузить его снова" in other
    for client, remedy in ((applicant_client, "Загрузите его снова"), (administrator_client, "Попросите отправителя")):
        for address in (f"/documents/{entry.pk}/", f"/documents/{entry.pk}/preview/"):
            answer = client.get(address)
            assert answer.status_code == 409
            assert "не удалось проверить: он не сохранился" in words(answer)
            assert remedy in words(answer)


def test_a_loss_found_by_who_downloads_is_told_at_once(case: Case, applicant_client: Client) -> None:
    entry, document = file_of(case)
    storage().remove(str(document.key))
    answer = applicant_client.get(f"/documents/{entry.pk}/")
    document.refresh_from_db()

    assert answer.status_code == 409
    assert "Загрузите его снова" in words(answer)
    assert document.is_lost


def test_a_draft_with_a_lost_file_is_not_submitted_until_it_is_loaded_again(
    applicant: User, applicant_client: Client
) -> None:
    case = world.draft(applicant)
    entry = cases.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    assert entry.document
    lost(entry.document)

    assert "Удалите его и загрузите снова" in words(applicant_client.get(case.get_absolute_url()))
    with pytest.raises(FileLost, match="Загрузите его снова"):
        cases.submit(case, by=applicant, now=NOW)

    cases.detach(entry, now=NOW)
    cases.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    assert cases.submit(case, by=applicant, now=NOW).submitted_at


def test_a_file_that_is_there_again_is_looked_at_from_the_beginning(case: Case) -> None:
    _entry, document = file_of(case)
    content = world.pdf()
    lost(document)
    storage().put(str(document.key), content, content_type=document.content_type)
    verify([document], Verdict())
    document.refresh_from_db()
    assert (document.scan, document.pictures) == (Scan.UNCHECKED, Pictures.WAITED_FOR)

    process(document.pk)
    document.refresh_from_db()
    assert document.has_pictures


def test_a_file_taken_out_of_its_draft_meanwhile_raises_no_alarm(
    applicant: User, caplog: pytest.LogCaptureFixture
) -> None:
    entry = cases.attach(world.draft(applicant), world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    document = entry.document
    assert document
    storage().remove(str(document.key))
    cases.detach(entry, now=NOW)
    with caplog.at_level(logging.CRITICAL):
        processing.note_lost(document, now=NOW)

    assert not caplog.records
