"""Delivery reports, which gateways send or are asked for."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import DatabaseError, transaction

from tenancy import due
from tenancy.company import connection, in_public, inside_schema

from ..channels import DELIVER, DeliveryFailed
from ..models import OutboxMessage
from .gateways import Gateway, Handed, Question, Report, State, gateway_named, gateways
from .models import ASKED_AFTER_MINUTES, AwaitedReport, SmsDelivery

log = logging.getLogger(__name__)

BATCH = 100
CLOCKS_DIFFER = timedelta(minutes=5)


def wait_for(sms: SmsDelivery, handed: Handed, *, now: datetime) -> None:
    """From now on a report under one of these ids is about this SMS of the current company."""
    rows = [
        AwaitedReport(
            gateway=sms.gateway,
            gateway_id=gateway_id,
            schema_name=connection.schema_name,
            message_key=sms.message.key,
            handed_at=now,
            next_at=now + timedelta(minutes=ASKED_AFTER_MINUTES[0]),
        )
        for gateway_id in handed.ids
    ]
    AwaitedReport.objects.bulk_create(
        rows,
        update_conflicts=True,  # if a gateway reuses an id, it means the newer message
        unique_fields=["gateway", "gateway_id"],
        update_fields=["schema_name", "message_key", "handed_at", "next_at"],
    )


def take(gateway: str, report: Report, *, now: datetime) -> bool:
    """Save a report of the gateway. False if no such report is awaited; then nothing is changed."""
    with in_public():
        row = AwaitedReport.objects.filter(gateway=gateway, gateway_id=report.id).first()
    if row is None:
        return False
    if report.state is not State.UNDERWAY:
        with inside_schema(row.schema_name):
            _conclude(row, report, now=now)
    return True


@transaction.atomic
def _conclude(row: AwaitedReport, report: Report, *, now: datetime) -> None:
    sms = _locked(row)
    of_this_message = AwaitedReport.objects.filter(gateway=row.gateway, message_key=row.message_key)
    if report.state is State.RECEIVED:
        of_this_message.filter(pk=row.pk).delete()
        if sms is None or of_this_message.exists():  # another part is still on its way
            return
        sms.mark_received(_plausible(report.at, sms.message, now))
    else:
        of_this_message.delete()
        if sms is None:
            return
        _undelivered(sms, report.reason, now=now)
    sms.save_with_message()


def _locked(row: AwaitedReport) -> SmsDelivery | None:
    """The SMS that was handed over to this gateway and of which nothing more is known yet; its message is locked.

    By the key and the gateway: were the schema gone, the number of a row would be somebody else's in `public`. The row
    of the SMS is read after the lock was got, so that of two reports the second sees what the first has noted.
    """
    messages = OutboxMessage.objects.select_for_update(no_key=True)
    message = messages.filter(key=row.message_key, delivered_at__isnull=False).first()
    if message is None:
        return None
    sms = SmsDelivery.objects.filter(message=message, gateway=row.gateway, delivery_status="").first()
    if sms is not None:
        sms.message = message
    return sms


def _undelivered(sms: SmsDelivery, reason: str, *, now: datetime) -> None:
    """The next gateway tries, if there is one and the message is still worth it."""
    tried = {*sms.undelivered_by.split(), sms.gateway}
    is_another_left = any(gateway.name not in tried for gateway in gateways())
    if is_another_left and sms.message.text and now < sms.lifetime_ends_at:
        sms.mark_undelivered_by(sms.gateway, reason, now)
        due.plan_now(DELIVER, sms.message.pk, now=now)
    else:
        sms.mark_ended(SmsDelivery.Status.UNDELIVERED, reason)


def _plausible(at: datetime | None, message: OutboxMessage, now: datetime) -> datetime:
    """The gateway's time, or the time of the report if the gateway's clock is wrong."""
    handed_at = message.delivered_at or now
    return at if at and handed_at - CLOCKS_DIFFER <= at <= now + CLOCKS_DIFFER else now


def ask_due(*, now: datetime) -> None:
    """Ask every gateway about messages it has not reported on in time. Call it in `public`."""
    due = sorted(_claim_due(now=now), key=lambda row: row.gateway)
    for name, rows in groupby(due, key=lambda row: row.gateway):
        gateway, awaited = gateway_named(name), list(rows)
        try:
            if gateway is not None:
                _ask(gateway, awaited, now=now)
        except DeliveryFailed as error:
            log.warning("no reports: %s", error)
    for row in due:
        if row.next_at is None:
            with _trouble_stays_where_it_is():
                _forget(row)


@transaction.atomic
def _claim_due(*, now: datetime) -> list[AwaitedReport]:
    """Take the due rows for this worker alone and set their next time, whatever happens to the question now."""
    rows = list(AwaitedReport.objects.due(now).select_for_update(skip_locked=True, no_key=True)[: 10 * BATCH])
    for row in rows:
        row.note_asked(now)
    AwaitedReport.objects.bulk_update(rows, ["next_at"])
    return rows


def _ask(gateway: Gateway, rows: list[AwaitedReport], *, now: datetime) -> None:
    questions = []
    for row in rows:
        with _trouble_stays_where_it_is():
            if recipient := _recipient(row, now=now):
                questions.append(Question(id=row.gateway_id, recipient=recipient))
    for start in range(0, len(questions), BATCH):
        for report in gateway.ask(questions[start : start + BATCH]):
            with _trouble_stays_where_it_is():
                take(gateway.name, report, now=now)


@contextmanager
def _trouble_stays_where_it_is() -> Iterator[None]:
    """Log a database error of one company and go on with the others."""
    try:
        yield
    except DatabaseError:
        log.exception("a report could not be noted")


def _recipient(row: AwaitedReport, *, now: datetime) -> str:
    """The number of the message. Its text is deleted here if it is too late for another gateway."""
    with inside_schema(row.schema_name):
        known = SmsDelivery.objects.filter(message__key=row.message_key, gateway=row.gateway)
        sms = known.select_related("message").first()
        if sms is None:
            return ""
        if sms.message.text and now >= sms.lifetime_ends_at:
            _drop_text(row.message_key)
        return sms.message.recipient


def _forget(row: AwaitedReport) -> None:
    """Stop waiting for a report: it is only known that the gateway took the message."""
    with inside_schema(row.schema_name):
        _drop_text(row.message_key)
    AwaitedReport.objects.filter(pk=row.pk).delete()


def _drop_text(key: UUID) -> None:
    OutboxMessage.objects.filter(key=key, delivered_at__isnull=False).update(text="")
