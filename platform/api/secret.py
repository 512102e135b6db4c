"""The token of a key: `sk_<number>.<secret>`, shown once. The number finds the row, the secret alone opens.

The secret is 256 random bits, which nobody can guess or find in a dictionary, so one round of SHA-256 keeps it as well
as a slow hash would, and does not cost every request a tenth of a second. A password needs a slow hash because people
choose it.
"""

import re
import secrets
from hashlib import sha256
from hmac import compare_digest

SECRET_BYTES = 32
_PREFIX = re.compile(r"sk_([1-9][0-9]{0,17})", re.ASCII)


def new() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def prefix_of(number: int) -> str:
    return f"sk_{number}"


def number_in(prefix: str) -> int | None:
    found = _PREFIX.fullmatch(prefix)
    return int(found[1]) if found else None


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def matches(secret: str, secret_hash: str) -> bool:
    return compare_digest(hash_of(secret), secret_hash)
