"""Makes answers take the same time, so that nobody can find out by timing who is registered."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# Longer than either branch takes with argon2 at its recommended cost, and too short for a person to notice.
FLOOR = 0.3  # seconds


@contextmanager
def steady() -> Iterator[None]:
    """The block takes FLOOR seconds, unless it takes longer by itself."""
    began = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, FLOOR - (time.monotonic() - began)))
