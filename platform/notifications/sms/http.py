"""One HTTP request to a gateway. It matters whether it was sent: an unsent message cannot have been taken."""

import http.client
import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..channels import DeliveryFailed
from .gateways import Address, Unanswered

CONNECT_SECONDS = 5
LONGEST_ANSWER = 1024 * 1024  # bytes
# Answers of a proxy in front of the gateway, which itself has not seen the request.
NOT_NOW = {
    http.HTTPStatus.TOO_MANY_REQUESTS: "просит подождать",
    http.HTTPStatus.SERVICE_UNAVAILABLE: "временно не работает",
}


def post(address: Address, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
    """The status and the JSON of the answer. Redirects are not followed.

    Raises DeliveryFailed if the request has not left or was turned away, Unanswered if it has and came to nothing.
    """
    made = _connection(address)
    try:
        try:
            made.connect()
        except (OSError, http.client.HTTPException) as error:
            raise DeliveryFailed(f"{address.name}: нет связи ({type(error).__name__})") from None
        made.sock.settimeout(address.seconds)
        try:
            made.request("POST", path, body=body, headers={"Accept": "application/json", **headers})
            answer = made.getresponse()
            status, content = answer.status, answer.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(f"{address.name}: не ответил ({type(error).__name__})") from None
    finally:
        made.close()
    if status in NOT_NOW:
        raise DeliveryFailed(f"{address.name}: {NOT_NOW[http.HTTPStatus(status)]}")
    try:
        return status, json.loads(content)
    except ValueError:
        raise Unanswered(f"{address.name}: непонятный ответ, код {status}") from None


def moment(value: object) -> datetime | None:
    """A time given in seconds since 1970; None for anything else."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _connection(address: Address) -> http.client.HTTPConnection:
    if not address.is_secure:
        return http.client.HTTPConnection(address.host, address.port, timeout=CONNECT_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(address.host, address.port, timeout=CONNECT_SECONDS, context=context)
