"""`Idempotency-Key`: the same call sent again, because an answer was lost, returns what the first one has made."""

import uuid
from typing import Any

from tenancy.errors import DomainError

from .models import Key

HEADER = "Idempotency-Key"
LONGEST = 255
_OURS = uuid.UUID("7e3a2bb8-1f39-5d0c-9f0f-5b6a0d6a2f11")


class IdempotencyKeyMissing(DomainError):
    status = 400
    code = "idempotency_key_missing"
    message = "Передайте заголовок Idempotency-Key: своё значение для каждого нового действия, то же при повторе."


def key_of(request: Any) -> uuid.UUID:
    """The key of services. The same words of another person, or to another address, are another key."""
    given = request.headers.get(HEADER, "").strip()
    if not given or len(given) > LONGEST:
        raise IdempotencyKeyMissing
    key: Key = request.auth
    return uuid.uuid5(_OURS, f"{key.user_id} {request.path} {given}")
