"""Proof of work instead of a picture puzzle: the browser computes for a second, and the person does nothing.

It needs no third party, no eyes and no ears. Registering thousands of accounts costs hours of computing.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.core import signing
from django.core.cache import cache

from tenancy.company import connection

SALT = "accounts.proof"
LIFETIME = 2 * 3600  # seconds; enough to fill in a long form slowly
LIMIT = 50_000  # how many numbers there are to try


@dataclass(frozen=True)
class Puzzle:
    """Asks which number below `limit`, written after `nonce`, has this hash. `token` proves that we asked it."""

    nonce: str
    hash: str
    token: str
    limit: int = LIMIT


def puzzle() -> Puzzle:
    nonce = secrets.token_urlsafe(12)
    hashed = _hash(nonce, secrets.randbelow(LIMIT))
    return Puzzle(nonce, hashed, signing.dumps([connection.schema_name, nonce, hashed], salt=SALT))


def is_solved(answer: str) -> bool:
    """`answer` («token number») solves a puzzle of ours and has not been used before."""
    token, _space, number = answer.partition(" ")
    try:
        schema_name, nonce, hashed = signing.loads(token, salt=SALT, max_age=LIFETIME)
        right = schema_name == connection.schema_name and _hash(nonce, int(number)) == hashed
    except (signing.BadSignature, ValueError):
        return False
    return right and bool(cache.add(f"proof:{nonce}", 1, LIFETIME))


def _hash(nonce: str, number: int) -> str:
    return sha256(f"{nonce}{number}".encode()).hexdigest()
