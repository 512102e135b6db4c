"""The secret of a key: `<prefix>.<secret>`, shown once.

It is 256 random bits, which nobody can guess or find in a dictionary, so one round of SHA-256 keeps it as well as a
slow hash would, and does not cost every request a tenth of a second. A password needs a slow hash because people
choose it.
"""

import secrets
from hashlib import sha256
from hmac import compare_digest

PREFIX_BYTES = 6
SECRET_BYTES = 32


def new() -> tuple[str, str]:
    """A prefix, by which the row is found and people recognise the key, and the secret."""
    return f"sk_{secrets.token_hex(PREFIX_BYTES)}", secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def matches(secret: str, secret_hash: str) -> bool:
    return compare_digest(hash_of(secret), secret_hash)
