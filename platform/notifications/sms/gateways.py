"""What a gateway is to us, and which ones we have, in the order of preference."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.channels import DeliveryFailed
from notifications.models import OutboxMessage

# Ids come from outside and go to the database, so only what looks like one is one.
ID = re.compile(r"[0-9A-Za-z._-]{1,64}")


class Unanswered(DeliveryFailed):
    """The request has left and nothing understandable came back: the gateway may have taken the message."""


class SmsRefused(Exception):
    """Nobody will take it, now or later: the number is none. Says so in words without personal data."""


class State(Enum):
    UNDERWAY = "underway"
    RECEIVED = "received"  # by the telephone
    UNDELIVERED = "undelivered"  # and the gateway will not try again


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What the gateway calls the message. A long one may leave in parts, each with an id of its own."""

    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """About which message a gateway is asked; `recipient` as it was given to it."""

    id: str
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the message the gateway calls `id`. `at` is by the gateway's clock, where it tells one."""

    id: str
    state: State
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """One URL of SMS_GATEWAYS, taken apart by `config.env`."""

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
        """How long an answer is waited for."""
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
        """What it knows of these by now. Raises DeliveryFailed."""
        ...

    def read(self, told: Mapping[str, str]) -> Report | None:
        """One report of its own accord, over HTTP. `told` is whatever the request said; None: nothing to go by."""
        ...


KINDS = {
    "smsc": "notifications.sms.smsc.Smsc",
    "smsaero": "notifications.sms.smsaero.SmsAero",
    "smpp": "notifications.sms.smpp.Smpp",
}


def gateways() -> list[Gateway]:
    """The first is tried first. None at all: nobody to hand an SMS to."""
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
