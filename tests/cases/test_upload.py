"""A file that the page has sent in parts becomes a document: at once in a draft, by «Добавить» in a card."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from documents.models import Document, Upload
from notifications.models import OutboxMessage
from tests import world
from tests.world import words

JSON = {"Accept": "application/json"}
LARGE = world.PDF.ljust(6 * 1024 * 1024)  # two parts


@pytest.fixture
def case(applicant: User) -> Case:
    return world.draft(applicant)


@pytest.fixture
def submitted(applicant: User) -> Case:
    return world.application(applicant)


def to_draft(case: Case) -> str:
    return f"case:{case.pk}"


def to_card(case: Case) -> str:
    return f"case:{case.pk}:add"


def file(client: Client, case: Case, upload: Upload | uuid.UUID) -> Any:
    key = upload.key if isinstance(upload, Upload) else upload
    return client.post(f"/cases/{case.pk}/files/", {"upload": str(key)}, headers=JSON)


def add(client: Client, case: Case, *uploads: Upload, **typed: Any) -> Any:
    keys = [str(upload.key) for upload in uploads]
    return client.post(f"/cases/{case.pk}/entries/document/", {"key": str(uuid.uuid4()), "upload": keys, **typed})


def test_the_answer_is_the_row_of_the_file(applicant_client: Client, applicant: User, case: Case) -> None:
    answer = file(applicant_client, case, world.uploaded(applicant, to_draft(case)))

    assert answer.status_code == 201
    entry = case.entries.get()
    assert f'id="file-{entry.pk}"' in answer.json()["html"]
    assert "выписка ЕГРН.pdf" in answer.json()["html"]
    assert entry.title == "Правоустанавливающий документ на дом или участок"
    assert not Upload.objects.exists()


def test_a_repeated_request_is_answered_with_the_same_row(
    applicant_client: Client, applicant: User, case: Case
) -> None:
    upload = world.uploaded(applicant, to_draft(case))
    answers = [file(applicant_client, case, upload).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert case.entries.count() == Document.objects.count() == 1


def test_a_file_that_is_not_there_is_said_so(applicant_client: Client, case: Case) -> None:
    answer = file(applicant_client, case, uuid.uuid4())

    assert (answer.status_code, answer.json()["code"]) == (404, "upload_gone")


def test_what_another_person_sent_is_nobody_elses(applicant_client: Client, stranger: User, case: Case) -> None:
    upload = world.uploaded(stranger, to_draft(case))

    assert file(applicant_client, case, upload).status_code == 404
    assert not case.entries.exists()


def test_a_submitted_case_takes_no_more_files_this_way(
    applicant_client: Client, applicant: User, submitted: Case
) -> None:
    answer = file(applicant_client, submitted, world.uploaded(applicant, to_draft(submitted)))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_draft")


def test_a_file_for_the_draft_of_another_is_not_found(stranger_client: Client, stranger: User, case: Case) -> None:
    assert file(stranger_client, case, world.uploaded(stranger, to_draft(case))).status_code == 404
    assert not case.entries.exists()


def test_a_draft_shows_what_stopped_and_takes_in_what_is_there(
    applicant_client: Client, applicant: User, case: Case
) -> None:
    """As after a reload: one file was half-way, another whole but not in the draft yet."""
    stopped = world.uploaded(applicant, to_draft(case), world.pdf("скан.pdf", LARGE), cut=True)
    whole = world.uploaded(applicant, to_draft(case), world.jpg())
    page = case.get_absolute_url()

    seen = words(applicant_client.get(page))
    assert "Загрузка остановилась на 83 %. Выберите этот файл ещё раз, и она продолжится" in seen
    assert f'data-print="{stopped.fingerprint}"' in seen
    applicant_client.post(page, {"do": "save", "upload": str(whole.key)})

    assert [entry.key for entry in case.entries.all()] == [whole.key]
    assert [upload.pk for upload in Upload.objects.all()] == [stopped.pk]


def test_without_a_script_an_upload_is_taken_away_by_its_button(
    applicant_client: Client, applicant: User, case: Case
) -> None:
    whole = world.uploaded(applicant, to_draft(case))
    answer = applicant_client.post(
        case.get_absolute_url(), {"do": "save", "forget": str(whole.key), "upload": str(whole.key)}
    )

    assert answer["Location"].endswith("#documents")
    assert not Upload.objects.exists()
    assert not Document.objects.exists()
    assert not case.entries.exists()


def test_files_wait_in_the_open_form_of_a_card_with_likely_names(
    administrator_client: Client, administrator: User, submitted: Case
) -> None:
    world.uploaded(administrator, to_card(submitted), world.pdf("Технические условия № 7.pdf"))
    world.uploaded(administrator, to_card(submitted), world.pdf("скан.pdf", LARGE), cut=True)

    seen = words(administrator_client.get(f"/cases/{submitted.pk}/?add=document"))

    assert 'value="Технические условия"' in seen
    assert "Загрузка остановилась на 83 %" in seen


def test_the_row_of_a_file_in_the_open_form(
    applicant_client: Client, applicant: User, stranger_client: Client, submitted: Case
) -> None:
    upload = world.uploaded(applicant, to_card(submitted), world.pdf("паспорт.pdf"))
    address, asked = f"/cases/{submitted.pk}/files/waiting/", {"upload": str(upload.key)}

    answer = applicant_client.post(address, asked, headers=JSON)

    assert answer.status_code == 201
    assert 'value="Паспорт"' in answer.json()["html"]
    assert not submitted.entries.filter(document__file_name="паспорт.pdf").exists()
    assert stranger_client.post(address, asked, headers=JSON).status_code == 404


def test_one_press_files_all_of_them_and_sends_one_letter(
    administrator_client: Client, administrator: User, submitted: Case
) -> None:
    uploads = [world.uploaded(administrator, to_card(submitted), world.pdf(f"{n}.pdf")) for n in range(3)]
    OutboxMessage.objects.all().delete()
    names = {f"title-{uploads[0].key}": "Договор", f"comment-{uploads[0].key}": "Подпишите до пятницы"}

    answer = add(administrator_client, submitted, *uploads, **names)

    assert answer.status_code == 302
    placed = submitted.entries.filter(from_company=True)
    assert {(entry.title, entry.comment) for entry in placed} == {
        ("Договор", "Подпишите до пятницы"),
        ("1", ""),
        ("2", ""),
    }
    assert all(entry.document and entry.document.placed_at for entry in placed.select_related("document"))
    assert OutboxMessage.objects.count() == 1


def test_a_second_press_files_nothing_more(administrator_client: Client, administrator: User, submitted: Case) -> None:
    upload = world.uploaded(administrator, to_card(submitted))
    for _ in range(2):
        assert add(administrator_client, submitted, upload).status_code == 302

    assert submitted.entries.filter(from_company=True).count() == 1


def test_an_upload_that_was_taken_away_in_another_tab_is_said_so(
    administrator_client: Client, administrator: User, submitted: Case
) -> None:
    upload = world.uploaded(administrator, to_card(submitted))
    Upload.objects.all().delete()

    answer = add(administrator_client, submitted, upload)

    assert answer.status_code == 422
    assert "Этого файла уже нет среди загруженных" in words(answer)


def test_uploads_and_plain_files_may_come_together(
    administrator_client: Client, administrator: User, submitted: Case
) -> None:
    upload = world.uploaded(administrator, to_card(submitted), world.pdf("один.pdf"))
    wrong = SimpleUploadedFile("пустой.pdf", b"")

    answer = add(administrator_client, submitted, upload, files=[world.jpg("два.jpg"), wrong])

    assert answer.status_code == 422
    assert "Файл «пустой.pdf» пуст" in words(answer)
    assert set(submitted.entries.filter(from_company=True).values_list("title", flat=True)) == {"один", "два"}
