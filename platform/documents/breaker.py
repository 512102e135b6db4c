"""A circuit breaker: if S3 hangs, only a few threads wait for it, and after some failures none does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CircuitOpen(Exception):
    """The call was not made, because several calls in a row have failed or too many are waiting."""


class Breaker:
    """A circuit breaker with a bulkhead, shared by the threads of one process.

    After `failures` failed calls in a row no call is made for `rest` seconds; then one call at a time tries whether
    the other side works again. At most `at_once` calls run at the same time; the next one waits `patience` seconds for
    a place. The libraries we compared either hold a lock during the call, so that calls run one after another, or
    admit every waiting call at the end of the rest.
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
        """Run the block as one call. Raises CircuitOpen before it starts; the caller reports how the call ended."""
        self._admit()
        if not self._places.acquire(timeout=self._patience):
            raise CircuitOpen
        try:
            yield
        finally:
            self._places.release()

    def failed(self) -> None:
        """Count a call that got no answer, or an answer that the other side is broken."""
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
            self._opened_at = self._clock()  # this call is the trial; the others are refused until it has ended
