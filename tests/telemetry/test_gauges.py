"""What Prometheus is told of queues, due work and companies, without a visit to any company."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.utils import timezone
from redis import Redis

from config.gauges import gauges, queues
from tenancy import due
from tenancy.company import in_public, inside
from tenants.models import GridCompany

Queries = Callable[[], AbstractContextManager[list[str]]]


def told() -> dict[tuple[str, ...], float]:
    """Each value by its name and its labels."""
    return {(sample.name, *sample.labels.values()): sample.value for metric in gauges() for sample in metric.samples}


def test_a_queue_tells_how_many_wait_and_since_when(company: GridCompany) -> None:
    with current_app.connection_for_write() as connection, connection.channel() as channel:
        for name in ("letters", "files"):
            queue = current_app.amqp.queues[name].bind(channel)
            queue.declare()
            queue.purge()
        current_app.send_task("documents.look", args=[1])
        current_app.send_task("documents.look", args=[2])
        time.sleep(0.05)
        found = told()
        queue.purge()
    assert found["kabinet_queue_tasks", "files"] == 2
    assert found["kabinet_queue_oldest_seconds", "files"] >= 0.05
    assert found["kabinet_queue_oldest_seconds", "letters"] == 0


def test_work_that_is_late_is_told_by_its_task_and_work_to_come_is_not(
    company: GridCompany, other_company: GridCompany
) -> None:
    now = timezone.now()
    for where, late in ((company, timedelta(hours=2)), (other_company, timedelta(minutes=1))):
        with inside(where):
            due.plan("documents.look", 7, at=now - late)
    with inside(company):
        due.plan("notifications.deliver", 8, at=now + timedelta(hours=1))
    found = told()
    assert found["kabinet_due_work", "documents.look"] == 2
    assert 7200 <= found["kabinet_due_oldest_seconds", "documents.look"] < 7300
    assert ("kabinet_due_work", "notifications.deliver") not in found


def test_companies_are_counted_in_few_statements_however_many_there_are(company: GridCompany, queries: Queries) -> None:
    with queries() as asked:
        found = told()
    with in_public():
        companies = GridCompany.objects.open().count()
    assert found["kabinet_companies", "open"] == companies
    assert found["kabinet_companies", "suspended"] == 0
    assert ("kabinet_spare_schemas",) in found
    assert len(asked) == 3


def test_a_queue_without_an_answer_leaves_the_rest(company: GridCompany, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    found = told()
    assert ("kabinet_companies", "open") in found
    assert not [name for name in found if name[0].startswith("kabinet_queue")]


def test_what_another_program_has_put_into_a_queue_has_no_age(company: GridCompany, settings: Any) -> None:
    with Redis.from_url(settings.CELERY_BROKER_URL) as redis:
        redis.delete("files")
        redis.lpush(
            "files",
            b'{"headers": {}}',
        )
        ages = [sample.value for metric in queues() for sample in metric.samples if sample.labels["queue"] == "files"]
        redis.delete("files")
    assert ages == [1.0, 0.0]
