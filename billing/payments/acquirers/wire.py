"""One HTTP request to a provider: JSON there and back, no redirects, little time, little memory."""

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .protocol import AcquirerSilent

SECONDS = 10
LONGEST_ANSWER = 1024 * 1024  # bytes


def ask(
    method: str, address: str, *, headers: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of the answer. Raises AcquirerSilent, also for a 5xx or what is no object."""
    at = urlsplit(address)
    made = _connection(at.scheme, at.hostname or "", at.port)
    path = at.path + (f"?{at.query}" if at.query else "")
    content = json.dumps(body).encode() if body is not None else None
    sent = {
        "Accept": "application/json",
        **({"Content-Type": "application/json"} if content else {}),
        **(headers or {}),
    }
    try:
        made.request(method, path, body=content, headers=sent)
        answer = made.getresponse()
        status, raw = answer.status, answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException):
        raise AcquirerSilent from None
    finally:
        made.close()
    if status >= 500 or status == http.HTTPStatus.TOO_MANY_REQUESTS:
        raise AcquirerSilent
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise AcquirerSilent from None
    if not isinstance(told, dict):
        raise AcquirerSilent
    return status, told


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":  # a server on this machine: tests and the demonstration
        return http.client.HTTPConnection(host, port, timeout=SECONDS)
    return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
