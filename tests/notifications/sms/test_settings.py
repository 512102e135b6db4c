"""SMS_GATEWAYS: a wrong value stops the start, a missing one is told of."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from config import env, health
from notifications.services import sms_state
from notifications.sms.callbacks import report_url
from notifications.sms.checks import sms_can_leave
from notifications.sms.gateways import gateways

from .conftest import Prefer, code, deliver, state

TWO = "smsc://grid:p%40ss@smsc.example?sender=GORSET smpp://id:secret@10.0.0.1:2775?source=GORSET&name=operator"


def test_gateways_in_the_order_of_preference(settings: Any) -> None:
    settings.SMS_GATEWAYS = env.sms_gateways(f"{TWO}\n smsaero://grid@example.ru:key@gate.example")

    assert [gateway.name for gateway in gateways()] == ["smsc", "operator", "smsaero"]
    first, _, third = settings.SMS_GATEWAYS
    assert (first["user"], first["password"], first["is_secure"]) == ("grid", "p@ss", True)
    assert first["options"] == {"sender": "GORSET"}
    assert (third["user"], third["password"], third["host"]) == ("grid@example.ru", "key", "gate.example")


@pytest.mark.parametrize(
    "wrong",
    [
        "smsc.example",
        "twilio://grid:secret@example",
        "smsc://example",
        "smpp+http://grid:secret@example",
        "smsc+ftp://grid:secret@example",
        "smsc://grid:secret@example:port",
        "smsc://grid:secret@example?timeout=soon",
        "smsc://grid:secret@example?name=Кириллица",
        "smsc://grid:secret@one smsc://grid:secret@two",
    ],
)
def test_a_wrong_value_stops_the_start_and_is_not_quoted(wrong: str) -> None:
    with pytest.raises(env.WrongSetting, match="SMS_GATEWAYS") as refusal:
        env.sms_gateways(wrong)

    assert "secret" not in str(refusal.value)


def test_a_password_is_not_shown_where_an_address_is(settings: Any) -> None:
    settings.SMS_GATEWAYS = env.sms_gateways(TWO)

    assert "p@ss" not in repr([vars(gateway) for gateway in gateways()])


def test_production_without_a_gateway_is_warned(settings: Any, platform_browser: Client) -> None:
    settings.EMBEDDED = False
    assert [warning.id for warning in sms_can_leave(None)] == ["sms.W001"]
    assert not health.PROBES["sms"]()

    settings.SMS_GATEWAYS = env.sms_gateways(TWO)
    assert sms_can_leave(None) == []
    assert platform_browser.get("/health/ready").json()["sms"] is True


def test_a_command_shows_the_addresses_for_reports(prefer: Prefer) -> None:
    prefer(TWO)
    shown = io.StringIO()
    call_command("sms_gateways", stdout=shown)

    assert shown.getvalue().splitlines() == [f"1. smsc  {report_url('smsc')}", f"2. operator  {report_url('operator')}"]


def test_in_embedded_mode_the_outbox_is_the_gateway(here: None, settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX_DIR = tmp_path
    message = code()

    assert deliver(message)
    assert (state(message).gateway, state(message).gateway_id) == ("outbox", str(message.key))
    assert message.text == ""
    assert [file.stem for file in tmp_path.iterdir()] == [str(message.key)]


def test_of_a_message_nobody_sent_nothing_is_known(here: None) -> None:
    assert sms_state(uuid4()) is None
