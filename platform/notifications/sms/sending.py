"""Handing an SMS over: to the first gateway that takes it, and never to two while one of them may have it.

A gateway that cannot be reached, or says no, is passed by at once. One that was given the message and kept silent may
have taken it: for a minute nobody else is asked, then it is asked what it knows. It has the message: good. It has not,
or cannot tell: the others are tried first. If it does not even answer that question, the others are, without it: then
a second copy is possible, and better than no code.
"""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from tenancy import due
from tenancy.company import in_public

from ..channels import DELIVER, DeliveryFailed
from ..models import OutboxMessage
from ..outbox import NOT_CONNECTED
from ..schedule import plan_next_attempt
from . import reports, signals
from .gateways import Gateway, Handed, SmsRefused, Unanswered, gateway_named, gateways
from .models import SILENCE, SmsDelivery
from .segments import segments_of

EXPIRED = "Не отправлено в срок"


def hand_over(message_id: int, *, now: datetime) -> bool:
    """Give the SMS to a gateway unless it has gone or is going just now. A failure is noted for a later attempt."""
    claimed = _claim(message_id, now=now)
    if claimed is None:
        return False
    sms, silent = claimed
    if silent is None:
        return _offer(sms, _in_order(sms), now=now)
    try:
        handed = silent.find(sms.message)
    except DeliveryFailed as error:
        return _offer(sms, _in_order(sms, without=silent.name), now=now, still_silent=str(error))
    if handed is None:
        return _offer(sms, _in_order(sms, last=silent.name), now=now)
    _note_handed(sms, silent, handed, now=now)
    return True


@transaction.atomic
def _claim(message_id: int, *, now: datetime) -> tuple[SmsDelivery, Gateway | None] | None:
    """The SMS, for this process alone for SILENCE; and the gateway that was asked before and did not answer.

    The claim is committed before anybody is asked: a process that dies in between leaves a silence, not a second copy.
    """
    message = OutboxMessage.objects.claim(message_id)
    if message is None:
        return None
    sms, _is_new = SmsDelivery.objects.get_or_create(message=message)
    sms.message = message
    if sms.is_asked(now):
        return None
    if message.expires_at is not None and now >= message.expires_at:
        sms.mark_ended(SmsDelivery.Status.EXPIRED, message.failure or EXPIRED)
        _save(sms)
        return None
    silent = gateway_named(sms.gateway) if sms.asked_at else None
    asked_before, sms.asked_at = sms.asked_at, now
    sms.save(update_fields=["asked_at"])
    due.plan(DELIVER, message.pk, at=now + SILENCE)  # in case this process dies meanwhile
    if silent:
        sms.asked_at = asked_before  # the gateway's list is searched from this time on
    return sms, silent


def _in_order(sms: SmsDelivery, *, last: str = "", without: str = "") -> list[Gateway]:
    """The gateways which may take it: none of those that have failed to deliver it already."""
    excluded = {*sms.undelivered_by.split(), without}
    found = [gateway for gateway in gateways() if gateway.name not in excluded]
    return sorted(found, key=lambda gateway: (gateway.name == last, _was_silent(gateway)))


def _offer(sms: SmsDelivery, candidates: list[Gateway], *, now: datetime, still_silent: str = "") -> bool:
    """`still_silent`: why the one that may have the SMS does not say so; if nobody takes it, it is asked again."""
    failures = [still_silent] if still_silent else []
    before = sms.gateway
    for gateway in candidates:
        sms.gateway, sms.asked_at = gateway.name, now
        sms.save(update_fields=["gateway", "asked_at"])
        try:
            handed = gateway.send(sms.message)
        except Unanswered as error:
            _remember_silence(gateway)
            _note_failed(sms, str(error), now=now, is_silent=True)
            return False
        except DeliveryFailed as error:
            failures.append(str(error))
        except SmsRefused as error:
            sms.mark_ended(SmsDelivery.Status.REFUSED, str(error))
            _save(sms)
            return False
        else:
            _note_handed(sms, gateway, handed, now=now)
            return True
    sms.gateway = before
    _note_failed(sms, "; ".join(failures) or NOT_CONNECTED, now=now, is_silent=bool(still_silent))
    return False


@transaction.atomic
def _note_handed(sms: SmsDelivery, gateway: Gateway, handed: Handed, *, now: datetime) -> None:
    sms.gateway = gateway.name
    another_may_have_to = now < sms.lifetime_ends_at and bool(_in_order(sms, without=gateway.name))
    keeps_text = gateway.has_reports and another_may_have_to
    segments = segments_of(sms.message.text)  # the text may be gone in a moment
    sms.mark_handed(gateway.name, handed.ids, now, keeps_text=keeps_text)
    _save(sms)
    signals.handed.send(SmsDelivery, key=sms.message.key, segments=segments, now=now)
    if gateway.has_reports:
        reports.wait_for(sms, handed, now=now)


def _note_failed(sms: SmsDelivery, reason: str, *, now: datetime, is_silent: bool = False) -> None:
    message = sms.message
    message.mark_failed(reason, now)
    sms.asked_at = now if is_silent else None
    if is_silent:
        message.next_attempt_at = max(message.next_attempt_at, now + SILENCE)
    _save(sms)


def _remember_silence(gateway: Gateway) -> None:
    """For a minute other gateways are tried first, in every company, so that not each message has to wait."""
    with in_public():
        cache.set(f"sms-silent-{gateway.name}", True, SILENCE.total_seconds())


def _was_silent(gateway: Gateway) -> bool:
    with in_public():
        return bool(cache.get(f"sms-silent-{gateway.name}"))


@transaction.atomic
def _save(sms: SmsDelivery) -> None:
    plan_next_attempt(sms.message)
    sms.save_with_message()
