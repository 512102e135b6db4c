"""The protocol of a gateway, and the configured gateways in the order of preference."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from ..channels import DeliveryFailed
from ..models import OutboxMessage

# Ids come from outside and go to the database, so their format is checked.
ID = re.compile(r"[0-9A-Za-z._-]{1,64}")


class Unanswered(DeliveryFailed):
    """The request was sent, but the answer is missing or unreadable: the gateway may have taken the message."""


class SmsRefused(Exception):
    """The number is invalid, so no gateway will ever take it. The reason contains no personal data."""


class State(Enum):
    UNDERWAY = "underway"
    RECEIVED = "received"  # by the telephone
    UNDELIVERED = "undelivered"  # and the gateway will not try again


@dataclass(frozen=True, kw_only=True)
class Handed:
    """The ids that the gateway gave the message. A long one may be sent in parts, each with its own id."""

    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Asks a gateway about one message. `recipient` is the number as it was given to the gateway."""

    id: str
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the message with this `id`. `at` is by the gateway's clock, if it gives a time."""

    id: str
    state: State
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """One URL of SMS_GATEWAYS, parsed by `config.env`."""

    kind: str
    name: str
    host: str
    port: int | None
    user: str = field(repr=False)
    password: str = field(repr=False)
    is_secure: bool = True
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The timeout of a request."""
        return float(self.options.get("timeout", 10))


class Gateway(Protocol):
    """One way out for SMS. Every call ends within seconds.

    DeliveryFailed: not taken, another gateway may be tried at once. Unanswered: maybe taken. SmsRefused: for good.
    """

    name: str
    has_reports: bool  # does it tell, by itself or when asked, what became of a message?

    def send(self, message: OutboxMessage) -> Handed: ...

    def find(self, message: OutboxMessage) -> Handed | None:
        """After Unanswered: did it take the message? None: it did not, or cannot be asked.

        Raises DeliveryFailed if it is still silent.
        """
        ...

    def ask(self, questions: Sequence[Question]) -> Iterable[Report]:
        """The reports that the gateway has on these messages. Raises DeliveryFailed."""
        ...

    def read(self, told: Mapping[str, str]) -> Report | None:
        """Read a report that the gateway sent over HTTP. `told` holds the fields of the request. None if unreadable."""
        ...


KINDS = {
    "smsc": "notifications.sms.smsc.Smsc",
    "smsaero": "notifications.sms.smsaero.SmsAero",
    "smpp": "notifications.sms.smpp.Smpp",
}


def gateways() -> list[Gateway]:
    """The first is tried first. Empty if SMS is not configured."""
    if not settings.SMS_GATEWAYS and settings.EMBEDDED:
        return [import_string("notifications.sms.outbox.Outbox")()]
    return [import_string(KINDS[told["kind"]])(Address(**told)) for told in settings.SMS_GATEWAYS]


def gateway_named(name: str) -> Gateway | None:
    return next((gateway for gateway in gateways() if gateway.name == name), None)


def checked_id(value: object) -> str:
    """The id as text. Raises ValueError if it cannot be one."""
    text = str(value)
    if not ID.fullmatch(text):
        raise ValueError("no id")
    return text
