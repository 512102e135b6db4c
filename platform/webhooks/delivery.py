"""The channel of the outbox: events of an endpoint leave one after another, in the order in which they were written.

Only the first that waits is ever tried; it is locked while it is tried, so of two workers one goes away. While it fails
the others stand behind it. Each waiting message is on the list of due work, so a killed worker loses none; a receiver
that was told twice sees the same `webhook-id`.
"""

import time
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from audit import record
from notifications.models import MAX_ATTEMPTS, OutboxMessage
from notifications.schedule import plan_next_attempt
from notifications.services import send_email
from tenancy import due
from tenancy.company import current_company

from . import payload, request, rights
from .models import Delivery, Endpoint
from .outbox import CHANNEL, DELIVER

FLOW_SECONDS = 60  # of one task; what is left goes on in another
PAUSED_AFTER = timedelta(days=1)  # without one event that was taken
NOBODY_BROUGHT = timedelta(minutes=1)
_EXPIRED = "Не доставлено за три дня"


def hand_over(message_id: int, *, now: datetime) -> bool:
    """Send what waits at the endpoint of this message, beginning with the oldest."""
    # A task may be older than the schema, as after a restore: the number may have become that of a letter.
    message = OutboxMessage.objects.filter(pk=message_id, channel=CHANNEL).first()
    delivery = Delivery.objects.filter(key=message.key).first() if message else None
    if message is None or delivery is None:  # nothing is known of where to
        OutboxMessage.objects.filter(pk=message_id, channel=CHANNEL).delete()
        due.settle(DELIVER, message_id)
        return False
    began = time.monotonic()
    elapsed, goes_on = timedelta(), True
    while goes_on and elapsed.total_seconds() < FLOW_SECONDS:
        goes_on = _send_first(delivery.endpoint_id, now=now + elapsed)
        elapsed = timedelta(seconds=time.monotonic() - began)
    if goes_on and (head := _first(delivery.endpoint_id)):
        _plan(head, at=now + elapsed)
    after = Delivery.objects.filter(pk=delivery.pk).first()  # none if its person may not know of the event
    if after is not None and after.is_waiting:
        _put_behind(message, after, now=now + elapsed)
    return after is not None and after.delivered_at is not None


def _put_behind(message: OutboxMessage, delivery: Delivery, *, now: datetime) -> None:
    """Look again after the first has been tried again. Of a paused endpoint nothing is looked at until it goes on."""
    endpoint = Endpoint.objects.get(pk=delivery.endpoint_id)
    head = _first(endpoint.pk)
    if endpoint.is_paused:
        due.settle(DELIVER, message.pk)
    elif head is not None and head.pk != delivery.pk:
        first = OutboxMessage.objects.filter(key=head.key).values_list("next_attempt_at", flat=True).first()
        due.plan(DELIVER, message.pk, at=max(first or now, now) + due.LEASE)


def _first(endpoint: int) -> Delivery | None:
    return Delivery.objects.filter(endpoint=endpoint).waiting().first()


def _plan(delivery: Delivery, *, at: datetime) -> None:
    for message_id in OutboxMessage.objects.filter(key=delivery.key).values_list("pk", flat=True):
        due.plan(DELIVER, message_id, at=at)


def _send_first(endpoint_id: int, *, now: datetime) -> bool:
    """Try the oldest event that waits. Returns whether the next one may be tried at once."""
    head = _first(endpoint_id)
    if head is None or not _prepare(head, now=now):
        return head is not None
    with transaction.atomic():
        message = _claim(head)
        if message is None:
            return False
        endpoint = Endpoint.objects.get(pk=endpoint_id)
        if endpoint.is_paused or endpoint.removed_at:
            return False
        if message.expires_at and message.expires_at <= now:
            _end(head, message, _EXPIRED, now=now)
            return True
        if message.next_attempt_at > now:
            plan_next_attempt(message)
            return False
        head.refresh_from_db()
        return _try(endpoint, head, message, now=now)


def _prepare(head: Delivery, *, now: datetime) -> bool:
    """Whether there is something to send: its owner may be told, and its bytes are kept before the first attempt.

    Otherwise it is taken out of the way. The bytes are committed first, so an attempt that was cut off is repeated with
    the same.
    """
    endpoint = Endpoint.objects.get(pk=head.endpoint_id)
    owner = rights.owner_of(endpoint)
    if endpoint.removed_at or owner is None:
        stop(endpoint, now=now)
        return False
    if not OutboxMessage.objects.undelivered().filter(key=head.key).exists():
        Delivery.objects.filter(pk=head.pk, delivered_at=None).update(ended_at=now)
        return False
    if head.body:
        return True
    body = payload.body_of(head, owner)
    if body is not None:
        Delivery.objects.filter(pk=head.pk, body="").update(body=body)
        return True
    with transaction.atomic():  # nothing that they may know of
        if message := _claim(head):
            due.settle(DELIVER, message.pk)
            message.delete()
            head.delete()
    return False


def _claim(head: Delivery) -> OutboxMessage | None:
    locked = OutboxMessage.objects.undelivered().select_for_update(skip_locked=True, no_key=True)
    return locked.filter(key=head.key).first()


def _try(endpoint: Endpoint, head: Delivery, message: OutboxMessage, *, now: datetime) -> bool:
    result = request.send(endpoint, head, now=now)
    head.note_answer(status=result.status, answer=result.answer, now=now)
    if result.is_taken:
        head.delivered_at = now
        message.mark_delivered(now)
        if endpoint.failing_since:
            Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
    else:
        message.mark_failed(f"Ответ {result.status}" if result.status else result.answer, now)
        message.attempts = min(message.attempts, MAX_ATTEMPTS - 1)  # the three days end it, not their number
        _note_failure(endpoint, is_gone=result.is_gone, now=now)
    head.save(update_fields=["attempts", "tried_at", "status", "answer", "delivered_at"])
    message.save(update_fields=["attempts", "next_attempt_at", "delivered_at", "failure", "text", "html"])
    plan_next_attempt(message)
    return result.is_taken


def _end(head: Delivery, message: OutboxMessage, why: str, *, now: datetime) -> None:
    head.ended_at = now
    head.answer = head.answer or why
    head.save(update_fields=["ended_at", "answer"])
    message.mark_ended(why)
    message.save(update_fields=["is_ended", "failure", "text", "html"])
    due.settle(DELIVER, message.pk)


def _note_failure(endpoint: Endpoint, *, is_gone: bool, now: datetime) -> None:
    """After a day without a taken event, or when the receiver says that it is gone for good, the endpoint pauses."""
    endpoint.failing_since = endpoint.failing_since or now
    if is_gone or now - endpoint.failing_since >= PAUSED_AFTER:
        endpoint.paused_at = now
        record(None, "webhook.paused", endpoint, now=now, name=endpoint.name)
        if owner := rights.owner_of(endpoint):
            context = {"name": endpoint.name, "link": f"{current_company().address}{endpoint.get_absolute_url()}"}
            send_email(key=uuid4(), to=owner.email, template="webhook_paused", context=context)
    endpoint.save(update_fields=["failing_since", "paused_at"])


@transaction.atomic
def stop(endpoint: Endpoint, *, now: datetime) -> None:
    """Nothing more is sent. A person who has lost the right is not written to: it is not theirs any more."""
    if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=now):
        record(None, "webhook.stopped", endpoint, now=now, name=endpoint.name)
    end_waiting(endpoint, now=now)


def end_waiting(endpoint: Endpoint, *, now: datetime) -> None:
    waiting = Delivery.objects.filter(endpoint=endpoint).waiting()
    OutboxMessage.objects.filter(key__in=list(waiting.values_list("key", flat=True))).update(is_ended=True)
    waiting.update(ended_at=now)
