"""What is done later is done where it was asked for."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from notifications import services, tasks
from notifications.channels import DELIVER
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import NoCompany, connection, in_public, inside, inside_schema
from tenancy.later import after_commit
from tenancy.tasks import company_task
from tenants.models import GridCompany
from tests import world


@shared_task(name="tests.note_where")
def note_where(seen: list[str]) -> None:
    seen.append(connection.schema_name)


@company_task(name="tests.only_in_a_company")
def only_in_a_company(seen: list[str]) -> None:
    seen.append(connection.schema_name)


def test_a_task_carries_the_company_it_was_asked_for(
    company: GridCompany, sent_tasks: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), inside(company), transaction.atomic():
        after_commit("tests.note_where", 7)

    assert sent_tasks == [("gorset", "tests.note_where", 7)]


def test_it_does_so_even_if_the_connection_has_moved_on(
    company: GridCompany,
    other_company: GridCompany,
    sent_tasks: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    """The transaction outside, the company inside: the order that sends tasks astray."""
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            with inside(company):
                after_commit("tests.note_where", 0)
            with inside(other_company):
                after_commit("tests.note_where", 0)
        connection.set_schema_to_public()

    assert [schema for schema, *_ in sent_tasks] == ["gorset", "teploset"]


def test_a_task_runs_where_its_header_says_and_goes_back(company: GridCompany, other_company: GridCompany) -> None:
    seen: list[str] = []
    with inside(company):
        note_where.apply(args=[seen], headers={"_schema_name": "teploset"})
        assert connection.schema_name == "gorset"

    assert seen == ["teploset"]


def test_a_task_that_failed_leaves_no_company_behind(company: GridCompany, other_company: GridCompany) -> None:
    with in_public():
        note_where.apply(args=[None], headers={"_schema_name": "gorset"})  # None has no append
        seen: list[str] = []
        note_where.apply(args=[seen])

    assert seen == ["public"]


def test_a_companys_task_refuses_to_run_without_one(company: GridCompany) -> None:
    seen: list[str] = []
    with in_public(), pytest.raises(NoCompany, match="was sent without a company"):
        only_in_a_company.apply(args=[seen], throw=True)
    only_in_a_company.apply(args=[seen], headers={"_schema_name": "gorset"}, throw=True)

    assert seen == ["gorset"]


@pytest.fixture
def twin_letters(company: GridCompany, other_company: GridCompany) -> dict[str, OutboxMessage]:
    """Two letters of the same number, one at each company."""
    letters = {}
    for place in (company, other_company):
        world.number_from(place, 7000)
        with inside(place):
            letters[place.schema_name] = services.send_email(
                key=uuid4(), to=f"anna@{place.schema_name}.example.ru", template="password_reset", context={}
            )
    return letters


def test_a_letter_is_sent_by_the_company_that_wrote_it(
    twin_letters: dict[str, OutboxMessage], settings: Any, tmp_path: Path
) -> None:
    settings.OUTBOX_DIR = tmp_path
    north, south = twin_letters.values()
    assert north.pk == south.pk

    with in_public():
        tasks.deliver.apply(args=[north.pk], headers={"_schema_name": "teploset"}, throw=True)

    assert [file.stem for file in tmp_path.glob("*.json")] == [str(south.key)]
    with inside_schema("gorset"):
        assert OutboxMessage.objects.undelivered().filter(pk=north.pk).exists()


def test_the_sweep_asks_for_each_letter_in_its_own_company(
    twin_letters: dict[str, OutboxMessage], sent_tasks: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        due.sweep(now=timezone.now() + timedelta(minutes=2))

    number = next(iter(twin_letters.values())).pk
    assert sorted(sent_tasks) == [("gorset", DELIVER, number), ("teploset", DELIVER, number)]
