"""What is asked of a provider of online payments, and how its answers are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.errors import DomainError

Outcome = Literal["pending", "paid", "cancelled", "returned"]


class AcquirerSilent(DomainError):
    """The provider does not answer, or nothing that can be understood. It may have done what it was asked."""

    status = 503
    retry_after = 60
    code = "acquirer_silent"
    message = "Сервис оплаты сейчас не отвечает. Попробуйте через несколько минут или оплатите счёт через банк."


class AcquirerRefused(DomainError):
    """The provider answers that it will not: wrong keys, a sum that it does not take."""

    code = "acquirer_refused"
    message = "Сервис оплаты не принял запрос. Оплатите счёт через банк и сообщите об этом сетевой организации."

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why  # for staff: what the provider has said


@dataclass(frozen=True)
class Keys:
    """Who the company is at the provider."""

    shop: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Order:
    """What is to be paid. `number` is ours and the same at every try, so a repeated request makes nothing new."""

    number: str
    kopecks: int
    about: str
    return_url: str
    notify_url: str


@dataclass(frozen=True)
class Told:
    """What a provider says of an order when it is asked."""

    foreign_id: str
    number: str
    kopecks: int
    currency: str
    outcome: Outcome
    words: str = ""  # its own word for the state
    paid_at: datetime | None = None
    page_url: str = ""


class Acquirer(Protocol):
    """One provider with the keys of one company. Each call ends in seconds; raises AcquirerSilent, AcquirerRefused."""

    def begin(self, order: Order) -> Told:
        """Make the order, or find the one that this number has made before. `page_url` is where people pay."""
        ...

    def ask(self, foreign_id: str) -> Told:
        """What has become of an order."""
        ...

    def noticed(self, body: bytes) -> tuple[str, str]:
        """Read a notice: the provider's id of the order, and a link to a receipt where it brings one.

        Raises ValueError for what is no notice, or is signed by another key.
        """
        ...

    def try_keys(self) -> None:
        """Ask something that changes nothing. Returns if the keys are good."""
        ...


@dataclass(frozen=True)
class Kind:
    title: str
    adapter: str
    shop: str  # what the provider calls the name of a shop
    secret: str
    reply: str  # what it wants to hear in answer to a notice


KINDS: Mapping[str, Kind] = {
    "yookassa": Kind("ЮKassa", "billing.payments.acquirers.yookassa.YooKassa", "shopId", "Секретный ключ", ""),
    "tbank": Kind("Т-Банк", "billing.payments.acquirers.tbank.TBank", "TerminalKey", "Пароль терминала", "OK"),
}


def acquirer_of(kind: str, keys: Keys) -> Acquirer:
    made: Acquirer = import_string(KINDS[kind].adapter)(keys, settings.ACQUIRERS[kind])
    return made
