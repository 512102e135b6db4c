"""A worker is killed (kill -9) in the middle of the events of a webhook: the next one sends the rest in their order."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from embedded.processes import Child
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.faults import test_killed_worker as killed
from tests.webhooks.receiver import Receiver, status
from webhooks import services
from webhooks.models import Delivery, Endpoint

worker = killed.worker
EVENTS = 12
KILLED_AT = (1, 7, EVENTS)  # while the receiver holds this call: the first, one in the middle, the last


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with Receiver() as made:
        settings.WEBHOOK_PRIVATE_HOSTS = [made.address]
        yield made


@pytest.fixture
def sent(scratch_company: GridCompany, receiver: Receiver) -> Iterator[list[str]]:
    """The `webhook-id` of each event, in the order in which they occurred."""
    with inside(scratch_company):
        person = world.staff(1)
        endpoint, _words = services.make_endpoint(
            name="1С", url=receiver.url, events=[], kinds=[], by=person, key=uuid.uuid4(), now=timezone.now()
        )
        made = [services.send_test(endpoint, by=person, now=timezone.now()) for _ in range(EVENTS)]
    yield [f"msg_{one.webhook_id.hex}" for one in made]
    Endpoint.objects.filter(schema_name=scratch_company.schema_name).delete()


@pytest.mark.parametrize("number", KILLED_AT)
def test_none_is_lost_and_the_order_is_kept(
    scratch_company: GridCompany, receiver: Receiver, sent: list[str], worker: Callable[..., Child], number: int
) -> None:
    held, let_go = threading.Event(), threading.Event()

    def hold(handler: Any) -> None:
        held.set()
        let_go.wait(killed.PATIENCE)
        status(204)(handler)

    receiver.replies = [*[status(204)] * (number - 1), hold]
    first = worker("config.celery", WEBHOOK_PRIVATE_HOSTS=receiver.address)
    try:
        killed.wait_for(lambda: swept(scratch_company) and held.is_set(), first)
    finally:
        first.kill()  # as the kernel does: nothing is rolled back or put back by the worker itself
        let_go.set()
    assert Delivery.objects.waiting().filter(webhook_id__in=numbers(sent)).count() == EVENTS - number + 1

    second = worker("config.celery", WEBHOOK_PRIVATE_HOSTS=receiver.address)
    try:
        killed.wait_for(lambda: swept(scratch_company) and not waits(sent), second)
    finally:
        second.stop()

    again = [sent[number - 1]]  # nobody knew whether it had been taken, so it came twice, as the same one
    assert [call.id for call in receiver.calls] == [*sent[:number], *again, *sent[number:]]
    assert receiver.calls[number - 1].body == receiver.calls[number].body


def swept(company: GridCompany) -> bool:
    killed.sweep_as_if_time_had_passed(company)
    return True


def waits(sent: list[str]) -> bool:
    return Delivery.objects.waiting().filter(webhook_id__in=numbers(sent)).exists()


def numbers(sent: list[str]) -> list[uuid.UUID]:
    return [uuid.UUID(one.removeprefix("msg_")) for one in sent]
