"""Letters never wait for a program that is slow to answer."""

from uuid import uuid4

from celery import current_app

from notifications import channels, outbox
from tenancy.models import DueWork
from webhooks import delivery, services
from webhooks.outbox import DELIVER


def test_events_wait_in_another_queue_than_letters():
    router = current_app.amqp.router

    assert router.route({}, channels.DELIVER)["queue"].name == "letters"
    assert router.route({}, DELIVER)["queue"].name == "files"


def test_an_event_is_listed_as_work_of_its_own_kind(here, hook, administrator):
    endpoint, _secret = hook(administrator)
    services.send_test(endpoint, by=administrator, now=endpoint.made_at)

    assert set(DueWork.objects.values_list("task", flat=True)) == {DELIVER}


def test_a_task_of_a_number_that_is_a_letter_s_now_leaves_the_letter(here):
    """A task that waited in the queue while its schema was restored, or made anew, knows a number that is another's."""
    letter = outbox.write(key=uuid4(), channel="email", recipient="a@example.ru", text="Срок просрочен")

    assert not delivery.hand_over(letter.pk, now=letter.created_at)

    letter.refresh_from_db()
    assert letter.text == "Срок просрочен"
