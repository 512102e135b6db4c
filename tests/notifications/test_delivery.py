"""A letter is a row first; it leaves once, sooner or later."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from django.core import mail
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from notifications import services, tasks
from notifications.channels import DELIVER
from notifications.models import LONGEST_PAUSE, MAX_ATTEMPTS, OutboxMessage
from tenancy import due
from tenancy.models import DueWork
from tenants.models import GridCompany

from .conftest import letter

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)


def files(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text()) for file in folder.glob("*.json")]


def test_a_letter_is_written_down_and_the_queue_is_told(
    company: GridCompany, sent_tasks: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = letter()

    assert message.subject == "Восстановление пароля"
    assert "/accounts/password/reset/" in message.text
    assert "/accounts/password/reset/" in message.html
    assert sent_tasks == [(company.schema_name, DELIVER, message.pk)]


def test_what_is_undone_sends_nothing(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        letter()
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()
    assert callbacks == []


def test_the_same_key_is_the_same_letter() -> None:
    key = uuid4()

    assert letter(key=key) == letter(key=key)
    assert OutboxMessage.objects.count() == 1


def test_delivered_once_however_often_the_task_runs(here: Path, company: GridCompany) -> None:
    message = letter()
    for _ in range(3):
        tasks.deliver(message.pk)

    message.refresh_from_db()
    assert (message.attempts, message.text, message.html) == (1, "", "")  # its links are keys: no copy stays
    assert message.delivered_at is not None
    (file,) = files(here)
    assert file["company"] == company.short_name
    assert (file["key"], file["recipient"]) == (str(message.key), "anna@example.ru")


def test_a_repeat_after_a_lost_answer_replaces_the_file(here: Path) -> None:
    message = letter()
    text = message.text
    tasks.deliver(message.pk)
    OutboxMessage.objects.update(delivered_at=None, text=text, html="<p>")  # as if the commit had been lost
    tasks.deliver(message.pk)

    assert len(files(here)) == 1


def test_a_failure_waits_longer_each_time_and_tells_nothing_personal(here: Path, settings: Any) -> None:
    settings.OUTBOX_DIR = here / "file"
    settings.OUTBOX_DIR.write_text("in the way")
    message = letter()
    now = timezone.now()
    pauses = []
    for _ in range(3):
        services.deliver_message(message.pk, now=now)
        message.refresh_from_db()
        pauses.append((message.next_attempt_at - now).total_seconds())

    assert pauses == [30, 60, 120]
    assert message.failure == "Папка исходящих: FileExistsError"
    assert message.delivered_at is None


def test_a_hopeless_message_is_left_alone(here: Path) -> None:
    message = letter()
    OutboxMessage.objects.update(attempts=MAX_ATTEMPTS)

    assert not services.deliver_message(message.pk, now=timezone.now())
    assert not DueWork.objects.filter(task=DELIVER, subject=message.pk).exists()


def test_the_longest_pause_is_not_exceeded() -> None:
    message = letter()
    message.attempts = MAX_ATTEMPTS - 1
    now = timezone.now()
    message.mark_failed("…", now)

    assert message.next_attempt_at == now + LONGEST_PAUSE


def test_with_the_broker_down_the_letter_leaves_later_and_once(
    here: Path, dead_broker: None, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter()
    assert files(here) == []

    # It is up again: what the sweep asks for is done at once here.
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: tasks.deliver(*args))
    for minutes in (2, 2, 20):
        with django_capture_on_commit_callbacks(execute=True):
            due.sweep(now=timezone.now() + timedelta(minutes=minutes))

    assert len(files(here)) == 1
    assert OutboxMessage.objects.get().attempts == 1


def test_a_message_that_is_on_no_list_is_found_at_night() -> None:
    """One schema was restored from a backup, the shared list was not."""
    message = letter()
    due.settle(DELIVER, message.pk)
    tomorrow = timezone.now() + timedelta(days=1)

    assert services.plan_forgotten(now=tomorrow) >= 1
    assert DueWork.objects.get(task=DELIVER, subject=message.pk).due_at == tomorrow


def test_in_production_letters_leave_by_smtp(company: GridCompany, settings: Any) -> None:
    settings.EMBEDDED = False
    message = letter(case_ref="case-7")
    tasks.deliver(message.pk)

    (sent,) = mail.outbox
    raw = sent.message()
    assert sent.from_email == f'"{company.short_name}" <{settings.DEFAULT_FROM_EMAIL}>'
    assert sent.to == ["anna@example.ru"]
    assert raw["Message-ID"] == f"<{message.key}@localhost>"
    assert raw["References"] == raw["In-Reply-To"] == f"<{company.schema_name}.case-7@localhost>"
    assert [part.get_content_type() for part in raw.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_mail_server_that_refuses_is_tried_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError("anna@example.ru")

    settings.EMBEDDED = False
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    message = letter()
    tasks.deliver(message.pk)

    message.refresh_from_db()
    assert message.failure == "Почтовый сервер: ConnectionRefusedError"
    assert message.delivered_at is None


def test_a_text_message_waits_for_a_channel(here: Path, settings: Any) -> None:
    message = services.send_sms(key=uuid4(), to="+79001112233", text="Код 1234")
    settings.EMBEDDED = False
    tasks.deliver(message.pk)
    message.refresh_from_db()
    assert message.failure == "Канал не подключён"

    settings.EMBEDDED = True
    tasks.deliver(message.pk)
    assert files(here)[0]["text"] == "Код 1234"
