"""The secret of an endpoint and the signature by it, as Standard Webhooks 1.0 describes them.

The format is three lines of HMAC, so no library is needed at run time; tests compare with an independent one. The
secret is encrypted at rest, because it has to be known to sign, unlike that of a key.
"""

import hmac
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .models import Endpoint

PREFIX = "whsec_"
SECRET_BYTES = 32


def new() -> str:
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, webhook_id: str, timestamp: int, body: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([webhook_id.encode(), str(timestamp).encode(), body])
    return f"v1,{b64encode(hmac.new(key, signed, sha256).digest()).decode()}"


def sealed(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def opened(secret: str) -> str:
    """Raises InvalidToken for what was encrypted with a key that is not known any more."""
    return _box().decrypt(secret.encode()).decode()


def _box(*, newest_only: bool = False) -> MultiFernet:
    """The name in the digest is a constant of what is stored: it must never change."""
    keys = [settings.SECRET_KEY] if newest_only else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(f"webhooks.endpoint {key}".encode()).digest())) for key in keys]
    )


def renew_secrets(*, only_look: bool) -> list[bool | None]:
    """Encrypt with the newest key what an earlier one has encrypted, for the endpoints of the current schema.

    Says of each secret whether it was an earlier one; None if no known key reads it.
    """
    told: list[bool | None] = []
    for endpoint in Endpoint.objects.here().select_for_update(no_key=True):
        try:
            _box(newest_only=True).decrypt(endpoint.secret.encode())
            told.append(False)
            continue
        except InvalidToken:
            pass
        try:
            endpoint.secret = _box().rotate(endpoint.secret.encode()).decode()
        except InvalidToken:
            told.append(None)
            continue
        told.append(True)
        if not only_look:
            endpoint.save(update_fields=["secret"])
    return told
