"""A file sent by the page itself: the answer is its row or a sentence, in JSON."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from tests import world

JSON = {"Accept": "application/json"}


@pytest.fixture
def case(applicant: User) -> Case:
    return world.draft(applicant)


def send(client: Client, case: Case, file: SimpleUploadedFile | None, **given: str) -> Any:
    data = {"key": str(uuid.uuid4()), **given, **({"file": file} if file else {})}
    return client.post(f"/cases/{case.pk}/files/", data, headers=JSON)


def test_the_answer_is_the_row_of_the_file(applicant_client: Client, case: Case) -> None:
    answer = send(applicant_client, case, world.pdf())

    assert answer.status_code == 201
    entry = case.entries.get()
    assert f'id="file-{entry.pk}"' in answer.json()["html"]
    assert "выписка ЕГРН.pdf" in answer.json()["html"]


def test_a_repeated_request_is_answered_with_the_same_row(applicant_client: Client, case: Case) -> None:
    key = str(uuid.uuid4())
    answers = [send(applicant_client, case, world.pdf(), key=key).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert case.entries.count() == 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("план.pdf", b""), "file_is_empty"),
        (SimpleUploadedFile("план.exe", b"MZ"), "file_of_wrong_type"),
        (None, "file_broken"),
    ],
)
def test_a_refusal_is_a_sentence(
    applicant_client: Client, case: Case, file: SimpleUploadedFile | None, code: str
) -> None:
    answer = send(applicant_client, case, file)

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["error"]
    assert not case.entries.exists()


def test_a_submitted_case_takes_no_more_files_this_way(applicant_client: Client, applicant: User) -> None:
    answer = send(applicant_client, world.application(applicant), world.pdf())

    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_draft")


def test_a_file_for_the_draft_of_another_is_not_found(stranger_client: Client, case: Case) -> None:
    assert send(stranger_client, case, world.pdf()).status_code == 404
    assert not case.entries.exists()
