"""The log of deliveries is kept for 90 days; the sweep visits no company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from accounts.models import User
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from webhooks import removal, services
from webhooks.models import Delivery, Endpoint
from webhooks.removal import KEPT, remove_old
from webhooks.tasks import sweep

from .conftest import Make, send_all, states

DAY = timedelta(days=1)


def aged(delivery: Delivery, age: timedelta) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk).update(made_at=timezone.now() - age)
    return delivery


def test_deliveries_go_after_ninety_days_and_not_before(here: None, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    for age in (KEPT + DAY, KEPT + DAY, KEPT - DAY, DAY):
        aged(services.send_test(endpoint, by=administrator, now=timezone.now()), age)
    send_all()

    sweep()

    assert states(endpoint) == ["delivered"] * 2
    assert min(Delivery.objects.values_list("made_at", flat=True)) > timezone.now() - KEPT
    assert services.send_test(endpoint, by=administrator, now=timezone.now()).is_waiting


def test_what_waits_at_a_paused_webhook_is_kept_no_longer(here: None, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    Endpoint.objects.update(paused_at=timezone.now() - KEPT)
    aged(services.send_test(endpoint, by=administrator, now=timezone.now()), KEPT + DAY)

    sweep()
    send_all()  # the message that was left finds nothing to send

    assert states(endpoint) == []
    assert not OutboxMessage.objects.filter(channel="webhook").exists()


def test_a_removed_webhook_goes_with_its_secret_when_its_log_is_gone(
    here: None, hook: Make, administrator: User
) -> None:
    gone, _words = hook(administrator)
    logged, _words = hook(administrator)
    lately, _words = hook(administrator)
    kept, _words = hook(administrator)
    services.send_test(logged, by=administrator, now=timezone.now())
    for endpoint, age in ((gone, KEPT + DAY), (logged, KEPT + DAY), (lately, DAY)):
        services.remove_endpoint(endpoint, by=administrator, now=timezone.now() - age)

    sweep()

    assert set(Endpoint.objects.values_list("pk", flat=True)) == {logged.pk, lately.pk, kept.pk}


def test_many_are_removed_in_batches_in_every_company(
    here: None, hook: Make, administrator: User, other_company: GridCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "BATCH", 2)
    endpoint, _words = hook(administrator)
    with inside(other_company):
        person = world.staff(1)
        foreign, _words = hook(person)
        for _ in range(3):
            aged(services.send_test(foreign, by=person, now=timezone.now()), KEPT + DAY)
    for age in (KEPT + DAY, KEPT + DAY, DAY, DAY):
        aged(services.send_test(endpoint, by=administrator, now=timezone.now()), age)

    removed = remove_old(now=timezone.now())

    assert removed.deliveries == 5
    assert Delivery.objects.count() == 2


def test_the_sweep_costs_the_same_whatever_the_number_of_companies(
    here: None, hook: Make, administrator: User, queries: Callable[[], Any]
) -> None:
    hook(administrator)
    with queries() as asked:
        sweep()

    assert len(asked) <= 4
    assert "webhooks.sweep" in current_app.tasks
