"""What was known of SMS before they had rows of their own is known still, also while both versions work."""

import importlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.services import sms_state
from notifications.sms.models import SmsDelivery

from .conftest import ANNA, Prefer, code, deliver, in_minutes, state
from .http_gateways import SmscGateway

copying = importlib.import_module("notifications.migrations.0004_copy_sms")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _here(here: None) -> None:
    """In a company."""


def copy(batch: int = 1000) -> None:
    with connection.schema_editor() as editor:
        copying.copy(None, editor, batch)


def by_former_version(**columns: Any) -> OutboxMessage:
    """A message as the former version has written it: all in one row, before there were triggers."""
    message = OutboxMessage.objects.create(
        key=uuid4(), channel="sms", recipient=ANNA, text="480913", created_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notifications_outboxmessage DISABLE TRIGGER notifications_sms_follows_message")
        _set(cursor, message, columns)
        cursor.execute("ALTER TABLE notifications_outboxmessage ENABLE TRIGGER notifications_sms_follows_message")
    return message


def _set(cursor: Any, message: OutboxMessage, columns: dict[str, Any]) -> None:
    assigned = ", ".join(f"{name} = %s" for name in columns)
    cursor.execute(f"UPDATE notifications_outboxmessage SET {assigned} WHERE id = %s", [*columns.values(), message.pk])


def old_columns(message: OutboxMessage) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gateway, gateway_id, asked_at, undelivered_by, received_at, fate"
            " FROM notifications_outboxmessage WHERE id = %s",
            [message.pk],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def test_everything_is_copied() -> None:
    at = timezone.now()
    message = by_former_version(
        delivered_at=at, gateway="smsc", gateway_id="17 18", undelivered_by="aero", received_at=at, fate="received"
    )
    copy()

    found = sms_state(message.key)
    assert found is not None
    assert (found.gateway, found.gateway_id, found.handed_at) == ("smsc", "17 18", at)
    assert (found.received_at, found.delivery_status) == (at, "received")
    assert SmsDelivery.objects.get().undelivered_by == "aero"


@pytest.mark.parametrize("fate", ["expired", "refused", "undelivered"])
def test_what_had_ended_is_not_sent_again(fate: str, smsc: SmscGateway, prefer: Prefer) -> None:
    prefer(smsc)
    message = by_former_version(fate=fate)
    copy()

    assert not deliver(message)
    assert smsc.taken == []


def test_a_gateway_that_was_asked_and_kept_silent_is_asked_what_it_knows(smsc: SmscGateway, prefer: Prefer) -> None:
    prefer(smsc)
    message = code()
    deliver(message)
    OutboxMessage.objects.update(delivered_at=None, text="480913")
    SmsDelivery.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notifications_outboxmessage DISABLE TRIGGER notifications_sms_follows_message")
        _set(cursor, message, {"gateway": "smsc", "gateway_id": "", "asked_at": timezone.now()})
        cursor.execute("ALTER TABLE notifications_outboxmessage ENABLE TRIGGER notifications_sms_follows_message")
    copy()

    assert not deliver(message)
    assert deliver(message, at=in_minutes(1.5))
    assert len(smsc.taken) == 1


def test_many_are_copied_in_batches_and_once() -> None:
    messages = [by_former_version(gateway=f"smsc{n}") for n in range(5)]
    by_former_version(gateway="none", channel="email")
    copy(batch=2)
    copy(batch=2)

    assert list(SmsDelivery.objects.order_by("pk").values_list("message", "gateway")) == [
        (message.pk, f"smsc{n}") for n, message in enumerate(messages)
    ]


class TestWhileBothVersionsWork:
    @pytest.fixture
    def message(self) -> OutboxMessage:
        return code()

    def test_what_the_former_one_writes_is_known_to_this_one(self, message: OutboxMessage) -> None:
        with connection.cursor() as cursor:
            _set(cursor, message, {"gateway": "smsc", "asked_at": timezone.now()})
        sms = SmsDelivery.objects.get(message=message)
        assert (sms.gateway, sms.is_asked(timezone.now())) == ("smsc", True)

        with connection.cursor() as cursor:
            _set(cursor, message, {"fate": "refused", "asked_at": None})
        message.refresh_from_db()
        assert (message.sms.delivery_status, message.sms.asked_at, message.is_ended) == ("refused", None, True)

    def test_what_this_one_writes_is_known_to_the_former_one(
        self, message: OutboxMessage, smsc: SmscGateway, prefer: Prefer
    ) -> None:
        prefer(smsc)
        deliver(message)

        assert old_columns(message) == ("smsc", str(message.key), None, "", None, "")
        assert state(message).gateway == "smsc"

    def test_what_changed_meanwhile_is_not_copied_over(self, message: OutboxMessage) -> None:
        SmsDelivery.objects.create(message=message)
        SmsDelivery.objects.update(gateway="smsc")
        copy()

        assert SmsDelivery.objects.get().gateway == "smsc"
