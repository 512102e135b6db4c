import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from notifications.models import OutboxMessage
from notifications.services import deliver_message
from tenants.models import GridCompany
from webhooks import request, services
from webhooks.models import Delivery, Endpoint

from .receiver import Receiver


@pytest.fixture
def receiver(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Slow answers are cut off after half a second."""
    with Receiver() as made:
        settings.WEBHOOK_PRIVATE_HOSTS = [made.address]
        monkeypatch.setattr(request, "SECONDS", 0.5)
        yield made


Make = Callable[..., tuple[Endpoint, str]]


@pytest.fixture
def hook(receiver: Receiver) -> Make:
    """`hook(by, events=[…])`: an endpoint at the receiver and its secret, inside the company of the moment."""

    def made(by: User, **asked: Any) -> tuple[Endpoint, str]:
        told: dict[str, Any] = {"name": "1С", "url": receiver.url, "events": [], "kinds": [], **asked}
        return services.make_endpoint(**told, by=by, key=uuid.uuid4(), now=timezone.now())

    return made


def send_all(now: datetime | None = None) -> None:
    """What a worker does with all that waits, each message once, in the company of the moment.

    It comes at once: without `now`, at the moment at which the last of them was written.
    """
    waiting = dict(
        OutboxMessage.objects.undelivered().filter(channel="webhook").order_by("pk").values_list("pk", "created_at")
    )
    for pk in waiting:
        deliver_message(pk, now=now or max(waiting.values()))


def states(endpoint: Endpoint) -> list[str]:
    return [
        "delivered" if one.delivered_at else "ended" if one.ended_at else "waiting"
        for one in Delivery.objects.filter(endpoint=endpoint).order_by("pk")
    ]


@pytest.fixture
def committed(scratch_company: GridCompany, django_db_blocker: Any) -> Iterator[GridCompany]:
    """A company with real commits, whose endpoints are removed with it: they stand in the shared table."""
    yield scratch_company
    with django_db_blocker.unblock():
        Endpoint.objects.filter(schema_name=scratch_company.schema_name).delete()
