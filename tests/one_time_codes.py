"""What an application with codes computes (RFC 6238), written apart from the code that checks it."""

import base64
import hmac
from hashlib import sha1


def code_of(secret: str, half_minute: int) -> str:
    """Six digits. `half_minute` is how many of them have passed since 1970."""
    digest = hmac.digest(base64.b32decode(secret), half_minute.to_bytes(8, "big"), sha1)
    start = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"
