"""The queue and the cache are gone: people notice nothing, letters leave later and once."""

import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from embedded import Stack
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.world import words

from .conftest import Visitor

PATIENCE = 30  # seconds


def test_an_application_is_submitted_and_its_letters_leave_later(
    visitor: Visitor, scratch_company: GridCompany, stack: Stack, outbox: Path
) -> None:
    stack.valkey.kill()
    answer = visitor.press("submit", world.pdf())

    assert answer.status_code == 302
    assert "Заявка подана" in words(visitor.get(answer["Location"]))
    with inside(scratch_company):
        waiting = OutboxMessage.objects.undelivered()
        assert sorted(waiting.values_list("recipient", flat=True)) == ["admin@scratch.example.ru", "person1@example.ru"]
        keys = {str(key) for key in waiting.values_list("key", flat=True)}

    stack.valkey.start()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = stack.child(
        "worker",
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1", "--loglevel", "info"],
        environment={"DATABASE_URL": database, "OUTBOX_DIR": str(outbox), "PYTHONPATH": f"{settings.ROOT}/platform"},
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while len(list(outbox.glob("*.json"))) < len(keys) and time.monotonic() < deadline:
            sweep_as_if_time_had_passed(scratch_company)
            time.sleep(0.5)
        sweep_as_if_time_had_passed(scratch_company)
        time.sleep(0.5)
    finally:
        worker.stop()

    arrived = [json.loads(file.read_text()) for file in outbox.glob("*.json")]
    assert {letter["key"] for letter in arrived} == keys, worker.output
    with inside(scratch_company):
        assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def sweep_as_if_time_had_passed(company: GridCompany) -> None:
    with in_public():
        DueWork.objects.filter(schema_name=company.schema_name).update(due_at="2020-01-01T00:00Z")
        due.sweep(now=timezone.now())


def test_pages_open_and_rates_are_counted(visitor: Visitor, stack: Stack) -> None:
    stack.valkey.kill()
    for page in ("/information/", "/cases/", visitor.page, "/updates/", "/help/"):
        assert visitor.get(page).status_code == 200
    visitor.client.logout()

    wrong = {"login": "person1@example.ru", "password": "не тот"}
    answers = [visitor.post("/accounts/login/", wrong).status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_the_health_page_says_so_and_the_instance_stays(visitor: Visitor, stack: Stack) -> None:
    stack.valkey.kill()
    answer = visitor.get("/health/ready")

    assert answer.status_code == 200
    assert (answer.json()["redis"], answer.json()["database"], answer.json()["storage"]) == (False, True, True)
