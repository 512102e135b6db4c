"""Workers tell how long tasks waited and took, and their lines bear the id of the request that asked for them."""

from typing import Any

from celery import shared_task
from prometheus_client import REGISTRY

from telemetry import context, tasks
from tenants.models import GridCompany


@shared_task(name="tests.telemetry.note")
def note() -> str:
    return context.request_id()


@shared_task(name="tests.telemetry.fail")
def fail() -> None:
    raise RuntimeError


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_task_is_counted_by_its_outcome(company: GridCompany) -> None:
    before = value("kabinet_tasks_total", task=fail.name, outcome="failure")
    note.apply()
    fail.apply()
    assert value("kabinet_tasks_total", task=note.name, outcome="success") >= 1
    assert value("kabinet_tasks_total", task=fail.name, outcome="failure") == before + 1
    assert value("kabinet_task_seconds_count", task=note.name) >= 1


def test_a_line_of_a_task_belongs_to_the_request_that_asked_for_it(company: GridCompany) -> None:
    known: list[str] = []

    class Task:
        name = "documents.look"

        class request:
            request_id = "aaaa-bbbb-cccc"
            _schema_name = "gorset"
            delivery_info: dict[str, Any] = {"routing_key": "files"}

    tasks.begin(task=Task)
    known = [context.request_id(), context.known()["company"], context.known()["task"]]
    assert known == ["aaaa-bbbb-cccc", "gorset", "documents.look"]
