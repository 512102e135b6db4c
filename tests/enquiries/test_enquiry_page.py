"""«Создать сообщение сетевой организации»: the same way, without an application."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cabinet.cases.models import Case
from notifications.models import OutboxMessage
from tests import world
from tests.world import words

FORM = {"topic": "complaint", "text": "<p>Третий день <strong>нет света</strong></p>"}


@pytest.fixture
def page(applicant_client: Client) -> str:
    return str(applicant_client.post("/enquiries/new/", {"key": str(uuid.uuid4())})["Location"])


def press(client: Client, page: str, button: str, *files: SimpleUploadedFile, **changed: Any) -> Any:
    return client.post(page, {**FORM, "key": str(uuid.uuid4()), "do": button, "files": list(files), **changed})


def test_a_message_is_saved_left_and_found_again(applicant_client: Client, page: str) -> None:
    assert press(applicant_client, page, "save", world.pdf())["Location"] == page

    seen = words(applicant_client.get(page))
    assert "нет света" in seen
    assert "выписка ЕГРН.pdf" in seen
    assert "Жалоба" in words(applicant_client.get("/cases/?tab=drafts"))


def test_a_message_is_sent_and_answered(applicant_client: Client, administrator_client: Client, page: str) -> None:
    card = press(applicant_client, page, "submit", world.jpg())["Location"]

    seen = words(administrator_client.get(card))
    assert "<strong>нет света</strong>" in seen
    assert "план участка.jpg" in seen
    assert "Жалоба" in seen
    administrator_client.post(f"{card}entries/message/", {"text": "Бригада выехала", "key": str(uuid.uuid4())})
    version = Case.objects.get().version  # the answer has made its author the assignee
    administrator_client.post(
        f"{card}register/", {"number": "О-12", "status": "Ответ направлен", "assignee": "", "version": version}
    )
    seen = words(applicant_client.get(card))
    assert "Бригада выехала" in seen
    assert "№ О-12" in seen
    assert "Ответ направлен" in seen


@pytest.mark.parametrize("text", ["", "  ", "<p><br></p>", "<p>&nbsp;</p>"])
def test_nothing_is_sent_without_a_word(applicant_client: Client, page: str, text: str) -> None:
    answer = press(applicant_client, page, "submit", world.pdf(), text=text)

    assert answer.status_code == 422
    assert "Напишите сообщение" in words(answer)
    assert Case.objects.get().is_draft
    assert Case.objects.get().entries.count() == 1  # the file is kept


def test_a_topic_that_is_not_listed_is_told(applicant_client: Client, page: str) -> None:
    answer = press(applicant_client, page, "save", topic="nonsense")

    assert answer.status_code == 422
    assert "нет света" in words(answer)


def test_a_second_press_leads_to_the_same_message(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "submit")
    letters = OutboxMessage.objects.count()
    card = press(applicant_client, page, "submit")["Location"]

    assert "Сообщение уже отправлено" in words(applicant_client.get(card))
    assert OutboxMessage.objects.count() == letters
    assert Case.objects.get().entries.count() == 1


def test_the_last_words_count(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "save")
    press(applicant_client, page, "submit", text="Свет дали, спасибо")

    assert [entry.html for entry in Case.objects.get().entries.all()] == ["<p>Свет дали, спасибо</p>"]
