"""One request to an endpoint, signed."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings

from outward.exchange import NotReached, exchange
from tenancy.errors import DomainError

from . import secret
from .address import checked
from .models import Delivery, Endpoint

SECONDS = 15
ANSWER_SIZE = 2000  # bytes that are looked at
USER_AGENT = "kabinet-webhooks/1"
GONE = 410


@dataclass(frozen=True)
class Result:
    status: int | None
    answer: str  # of the other side, or why there is none

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


def send(endpoint: Endpoint, delivery: Delivery, *, now: datetime) -> Result:
    """Send it and read the answer. A redirect is an answer that is not taken, nobody follows it."""
    body, timestamp = delivery.body.encode(), int(now.timestamp())
    webhook_id = f"msg_{delivery.webhook_id.hex}"
    try:
        signed = secret.signature(secret.opened(endpoint.secret), webhook_id=webhook_id, timestamp=timestamp, body=body)
        answer = exchange(
            checked(endpoint.url),  # rules of today, for an address of any age
            body=body,
            headers={
                "Content-Type": "application/json",
                "User-Agent": USER_AGENT,
                "webhook-id": webhook_id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": signed,
                "Connection": "close",
            },
            private_hosts=settings.WEBHOOK_PRIVATE_HOSTS,
            max_size=ANSWER_SIZE,
            is_cut=True,
            seconds=SECONDS,
        )
    except NotReached as error:
        return Result(None, f"Нет ответа: {_reason(str(error))}")
    except DomainError as error:
        return Result(None, error.message)
    except InvalidToken:
        return Result(None, "Секрет не расшифровать: создайте вебхук заново")
    return Result(answer.status, _readable(answer.body))


def _reason(told: str) -> str:
    """In Russian, for the log that people read."""
    if "inner network" in told:
        return "адрес ведёт во внутреннюю сеть"
    if "too slow" in told or "Timeout" in told:
        return f"дольше {SECONDS} секунд"
    if "SSL" in told or "Certificate" in told:
        return "сертификат сайта не принят"
    if "gaierror" in told:
        return "такого сайта нет"
    return "соединение не состоялось"


def _readable(body: bytes) -> str:
    """Text of strangers: what cannot be printed or kept is left out."""
    text = body.decode("utf-8", "replace")
    return "".join(character if character.isprintable() else " " for character in text).strip()
