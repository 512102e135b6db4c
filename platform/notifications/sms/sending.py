"""Handing an SMS over: to the first gateway that takes it, and never to two while one of them may have it.

A gateway that cannot be reached, or says no, is passed by at once. One that was given the message and kept silent may
have taken it: for a minute nobody else is asked, then it is asked what it knows. It has the message: good. It has not,
or cannot tell: the others are tried first. If it does not even answer that question, the others are, without it: then
a second copy is possible, and better than no code.
"""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from notifications.channels import DeliveryFailed
from notifications.models import DELIVER, SILENCE, OutboxMessage
from notifications.schedule import plan_next_attempt
from tenancy import due
from tenancy.company import in_public

from . import reports
from .gateways import Gateway, Handed, SmsRefused, Unanswered, gateway_named, gateways

NOT_CONNECTED = "Канал не подключён"
EXPIRED = "Не отправлено в срок"


def hand_over(message_id: int, *, now: datetime) -> bool:
    """Give the SMS to a gateway unless it has gone or is going just now. A failure is noted for a later try."""
    claimed = _claim(message_id, now=now)
    if claimed is None:
        return False
    message, silent = claimed
    if silent is None:
        return _offer(message, _in_order(message), now=now)
    try:
        handed = silent.find(message)
    except DeliveryFailed as error:
        return _offer(message, _in_order(message, without=silent.name), now=now, still_silent=str(error))
    if handed is None:
        return _offer(message, _in_order(message, last=silent.name), now=now)
    _note_handed(message, silent, handed, now=now)
    return True


@transaction.atomic
def _claim(message_id: int, *, now: datetime) -> tuple[OutboxMessage, Gateway | None] | None:
    """The message, for this process alone for SILENCE; and the gateway that was asked before and did not answer.

    The claim is committed before anybody is asked: a process that dies in between leaves a silence, not a second copy.
    """
    undelivered = OutboxMessage.objects.undelivered().select_for_update(skip_locked=True, no_key=True)
    message = undelivered.filter(pk=message_id).first()
    if message is None or message.is_asked(now):
        return None
    if message.expires_at is not None and now >= message.expires_at:
        message.mark_ended(OutboxMessage.Fate.EXPIRED, message.failure or EXPIRED)
        _save(message)
        return None
    silent = gateway_named(message.gateway) if message.asked_at else None
    asked_before, message.asked_at = message.asked_at, now
    message.save(update_fields=["asked_at"])
    due.plan(DELIVER, message.pk, at=now + SILENCE)  # should this process die over it
    if silent:
        message.asked_at = asked_before  # by it the gateway's own list is read
    return message, silent


def _in_order(message: OutboxMessage, *, last: str = "", without: str = "") -> list[Gateway]:
    """Those which may take it: not who has failed to deliver it already."""
    excluded = {*message.undelivered_by.split(), without}
    found = [gateway for gateway in gateways() if gateway.name not in excluded]
    return sorted(found, key=lambda gateway: (gateway.name == last, _was_silent(gateway)))


def _offer(message: OutboxMessage, candidates: list[Gateway], *, now: datetime, still_silent: str = "") -> bool:
    """`still_silent`: why the one that may have the message does not say so; if nobody takes it, it is asked again."""
    failures = [still_silent] if still_silent else []
    before = message.gateway
    for gateway in candidates:
        message.gateway, message.asked_at = gateway.name, now
        message.save(update_fields=["gateway", "asked_at"])
        try:
            handed = gateway.send(message)
        except Unanswered as error:
            _remember_silence(gateway)
            _note_failed(message, str(error), now=now, is_silent=True)
            return False
        except DeliveryFailed as error:
            failures.append(str(error))
        except SmsRefused as error:
            message.mark_ended(OutboxMessage.Fate.REFUSED, str(error))
            _save(message)
            return False
        else:
            _note_handed(message, gateway, handed, now=now)
            return True
    message.gateway = before
    _note_failed(message, "; ".join(failures) or NOT_CONNECTED, now=now, is_silent=bool(still_silent))
    return False


@transaction.atomic
def _note_handed(message: OutboxMessage, gateway: Gateway, handed: Handed, *, now: datetime) -> None:
    message.gateway = gateway.name
    another_may_have_to = now < message.term_ends_at and bool(_in_order(message, without=gateway.name))
    keeps_text = gateway.has_reports and another_may_have_to
    message.mark_handed(gateway.name, handed.ids, now, keeps_text=keeps_text)
    _save(message)
    if gateway.has_reports:
        reports.wait_for(message, handed, now=now)


def _note_failed(message: OutboxMessage, reason: str, *, now: datetime, is_silent: bool = False) -> None:
    message.mark_failed(reason, now)
    message.asked_at = now if is_silent else None
    if is_silent:
        message.next_attempt_at = max(message.next_attempt_at, now + SILENCE)
    _save(message)


def _remember_silence(gateway: Gateway) -> None:
    """For a minute the others come first, for every company: not each message has to find out for itself."""
    with in_public():
        cache.set(f"sms-silent-{gateway.name}", True, SILENCE.total_seconds())


def _was_silent(gateway: Gateway) -> bool:
    with in_public():
        return bool(cache.get(f"sms-silent-{gateway.name}"))


@transaction.atomic
def _save(message: OutboxMessage) -> None:
    plan_next_attempt(message)
    message.save(
        update_fields=[
            "attempts", "next_attempt_at", "delivered_at", "failure", "text", "html",
            "gateway", "gateway_id", "asked_at", "fate",
        ]
    )  # fmt: skip
