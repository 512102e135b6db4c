"""A worker is killed (kill -9) while it warns of a term: the next one tells it, nobody is told twice."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case
from cabinet.terms.services import TASK
from embedded import Stack
from embedded.processes import Child
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests.terms.conftest import submitted

PATIENCE = 60  # seconds
WARNING = "срок просрочен"
ADDRESS = "admin@scratch.example.ru"  # of the company: nobody has taken the case
MOMENTS = {
    "the case is counted, nothing is noted": "cabinet.terms.warnings._is_first",
    "the mark is noted, the letter is not written": "cabinet.terms.warnings._tell",
    "the letter is written, the journal is not": "cabinet.terms.warnings.record",
    "all is written, the next look is not planned": "cabinet.terms.warnings.next_morning",
    "all is committed, nobody was nudged": "tenancy.later.send",
    "the letter is handed over, that is not noted": "notifications.models.OutboxMessage.mark_delivered",
}


@pytest.fixture
def late(scratch_company: GridCompany, applicant: User) -> Case:
    """The offer should have been placed weeks ago, and nobody has been told: the workers were down."""
    with inside(scratch_company):
        case = submitted(applicant, at=timezone.now() - timedelta(days=40))
        OutboxMessage.objects.all().delete()
        DueWork.objects.exclude(task=TASK, schema_name=scratch_company.schema_name).delete()
    return case


@pytest.fixture
def worker(stack: Stack, outbox: Path) -> Callable[..., Child]:
    def start(app: str, **environment: str) -> Child:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        path = f"{settings.ROOT}:{settings.ROOT / 'platform'}"
        return stack.child(
            f"worker-{app}",
            [sys.executable, "-m", "celery", "-A", app, "worker", "--pool=solo", "--loglevel", "info"],
            environment={"DATABASE_URL": database, "OUTBOX_DIR": str(outbox), "PYTHONPATH": path, **environment},
        )

    return start


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_nothing_is_told_twice_and_nothing_is_missed(
    late: Case, scratch_company: GridCompany, worker: Callable[..., Child], outbox: Path, tmp_path: Path, moment: str
) -> None:
    stood = tmp_path / "stood"
    sweep_as_if_time_had_passed(scratch_company)  # once: who stands still holds rows, a second sweep waits
    first = worker("tests.faults.standing", STAND_AT=moment, STOOD=str(stood))
    try:
        wait_for(stood.exists, first)
    finally:
        first.kill()  # as the kernel does: nothing is rolled back or put back by the worker itself

    second = worker("config.celery")
    try:
        wait_for(lambda: is_told(scratch_company), second)
        for _ in range(3):  # and once more, and again
            sweep_as_if_time_had_passed(scratch_company)
            time.sleep(0.5)
    finally:
        second.stop()

    arrived = [json.loads(file.read_text()) for file in outbox.glob("*.json")]
    with inside(scratch_company):
        letters = list(OutboxMessage.objects.filter(subject__contains=WARNING))
        assert [(letter.recipient, letter.attempts) for letter in letters] == [(ADDRESS, 1)]
        assert [one["key"] for one in arrived if one["recipient"] == ADDRESS] == [str(letters[0].key)]
        assert len(DueDay.objects.get().warned) == 1
        assert Record.objects.about(late).filter(event="case.term_warned").count() == 1
        assert due.is_planned(TASK, late.pk)  # the letter of each working day goes on


def is_told(company: GridCompany) -> bool:
    """The warning itself: the letter of the day may leave before it, where other work waits in the queue."""
    sweep_as_if_time_had_passed(company)
    with inside(company):
        return OutboxMessage.objects.filter(subject__contains=WARNING, delivered_at__isnull=False).exists()


def wait_for(what: Callable[[], bool], worker: Child) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, worker.output
        time.sleep(0.5)


def sweep_as_if_time_had_passed(company: GridCompany) -> None:
    with in_public():
        DueWork.objects.filter(schema_name=company.schema_name).update(due_at="2020-01-01T00:00Z")
        due.sweep(now=timezone.now())
