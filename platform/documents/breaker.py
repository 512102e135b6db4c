"""What keeps an S3 that hangs from taking the whole site along: few may wait for it, and after some failures nobody."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CircuitOpen(Exception):
    """The other side is not asked: it has failed several times in a row, or too many are waiting for it."""


class Breaker:
    """A circuit breaker with a bulkhead, shared by the threads of one process.

    After `failures` failed calls in a row nobody is let through for `rest` seconds; then one call at a time tries
    whether the other side is back. Of the calls that are admitted, `at_once` may be under way; the next one waits
    `patience` seconds for a place. The libraries that were looked at hold a lock during the call, which would send
    the calls one after another, or let every waiting call through at the end of the rest.
    """

    def __init__(
        self,
        *,
        failures: int,
        rest: float,
        at_once: int,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._rest = rest
        self._patience = patience
        self._clock = clock
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._failed = 0  # calls in a row
        self._opened_at = 0.0

    @contextmanager
    def call(self) -> Iterator[None]:
        """The block asks the other side. Raises CircuitOpen before it; the caller reports how the call ended."""
        self._admit()
        if not self._places.acquire(timeout=self._patience):
            raise CircuitOpen
        try:
            yield
        finally:
            self._places.release()

    def failed(self) -> None:
        """The other side did not answer, or said that it is broken."""
        with self._lock:
            self._failed += 1
            self._opened_at = self._clock()

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def _admit(self) -> None:
        with self._lock:
            if self._failed < self._limit:
                return
            if self._clock() - self._opened_at < self._rest:
                raise CircuitOpen
            self._opened_at = self._clock()  # this call tries, the others wait for its result
