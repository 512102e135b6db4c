"""Letters never wait for a program that is slow to answer."""

from celery import current_app

from notifications import channels
from tenancy.models import DueWork
from webhooks import services
from webhooks.outbox import DELIVER


def test_events_wait_in_another_queue_than_letters():
    router = current_app.amqp.router

    assert router.route({}, channels.DELIVER)["queue"].name == "letters"
    assert router.route({}, DELIVER)["queue"].name == "files"


def test_an_event_is_listed_as_work_of_its_own_kind(here, hook, administrator):
    endpoint, _secret = hook(administrator)
    services.send_test(endpoint, by=administrator, now=endpoint.made_at)

    assert set(DueWork.objects.values_list("task", flat=True)) == {DELIVER}
