"""Gateways that listen on this machine, and a company that sends by them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import synthetic
from config import env
from notifications import services
from notifications.models import OutboxMessage
from notifications.services import SmsState
from notifications.sms import smpp_link
from notifications.sms.models import AwaitedReport
from tenancy.company import in_public
from tenants.models import GridCompany

from .http_gateways import SmsAeroGateway, SmscGateway
from .smpp_gateway import SmppGateway

ANNA = synthetic.phone(1)
Prefer = Callable[..., None]


@pytest.fixture
def smsc() -> Iterator[SmscGateway]:
    gateway = SmscGateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def aero() -> Iterator[SmsAeroGateway]:
    gateway = SmsAeroGateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def smpp() -> Iterator[SmppGateway]:
    gateway = SmppGateway()
    yield gateway
    smpp_link.close_links()
    gateway.stop()


@pytest.fixture
def prefer(settings: Any) -> Prefer:
    """`prefer(smsc, aero)`: the gateways in this order; a URL may be given instead."""

    def set_up(*order: Any) -> None:
        urls = [one if isinstance(one, str) else one.url for one in order]
        settings.SMS_GATEWAYS = env.sms_gateways(" ".join(urls))

    return set_up


@pytest.fixture
def committed(scratch_company: GridCompany) -> Iterator[GridCompany]:
    """A company with real commits, for what happens on other threads; what it awaits in `public` goes with it."""
    yield scratch_company
    smpp_link.close_links()
    with in_public():
        AwaitedReport.objects.filter(schema_name=scratch_company.schema_name).delete()


def code(text: str = "480913 — код для личного кабинета", to: str = ANNA, **given: Any) -> OutboxMessage:
    """A code that lives ten minutes, as `accounts` sends them."""
    return services.send_sms(
        key=uuid4(), to=to, text=text, **{"expires_at": timezone.now() + timedelta(minutes=10), **given}
    )


def deliver(message: OutboxMessage, *, at: datetime | None = None) -> bool:
    """As a worker does it."""
    is_handed = services.deliver_message(message.pk, now=at or timezone.now())
    message.refresh_from_db()
    return is_handed


def state(message: OutboxMessage) -> SmsState:
    found = services.sms_state(message.key)
    assert found is not None
    return found


def in_minutes(minutes: float) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)
