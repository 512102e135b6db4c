"""Many files at once, some of them bad: each bad one gets its own sentence, the others are kept."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from documents.errors import FileRefused
from documents.models import Document, Upload
from tests import world
from tests.documents.hostile import CASES
from tests.documents.test_uploads import send
from tests.world import words

ONE_OF_EACH = {case.error: case for case in CASES.values()}
JSON = {"Accept": "application/json"}


@pytest.fixture
def case(applicant: User) -> Case:
    return world.draft(applicant)


def test_in_a_plain_form(applicant_client: Client, case: Case) -> None:
    bad = [SimpleUploadedFile(f"{number} {sent.name}", sent.make()) for number, sent in enumerate(ONE_OF_EACH.values())]
    answer = applicant_client.post(
        case.get_absolute_url(),
        {**world.ANSWERS, "key": str(uuid.uuid4()), "do": "attach", "files": [world.pdf(), *bad, world.jpg()]},
    )

    assert answer.status_code == 422
    seen = " ".join(words(answer).split())
    for file in bad:
        assert f"«{file.name}»" in seen
    titles = {entry.document.file_name for entry in case.entries.select_related("document") if entry.document}
    assert titles == {"выписка ЕГРН.pdf", "план участка.jpg"}
    assert Document.objects.count() == 2


def test_sent_in_parts(applicant_client: Client, case: Case) -> None:
    said = []
    for sent in ONE_OF_EACH.values():
        answer = send(applicant_client, sent.make(), sent.name)
        assert (answer.status_code, answer.json()["code"]) == (422, sent.error.code)
        said.append(answer.json()["error"])
    key = send(applicant_client, world.PDF, "план.pdf").json()["key"]
    applicant_client.post(f"/cases/{case.pk}/files/", {"upload": key}, headers=JSON)

    assert len(set(said)) == len(said)  # a sentence of its own for each
    assert case.entries.get().document == Document.objects.get()
    assert not Upload.objects.exists()


def test_thousands_of_files_in_one_form_are_refused_before_they_are_read(applicant_client: Client, case: Case) -> None:
    files = [SimpleUploadedFile(f"{number}.pdf", world.PDF) for number in range(1000)]
    answer = applicant_client.post(case.get_absolute_url(), {**world.ANSWERS, "do": "attach", "files": files})

    assert answer.status_code == 400
    assert "добавьте файлы по частям, не больше 50 за раз" in words(answer)
    assert not Document.objects.exists()


def test_every_refusal_of_a_file_is_told_apart() -> None:
    codes = [error.code for error in FileRefused.__subclasses__()]

    assert len(set(codes)) == len(codes)
