"""A scarce resource that is shared so that neither one address nor one company can take all of it."""

import threading
from collections import Counter
from enum import Enum

from .client import Client


class Full(Enum):
    """Tells whose share is used up."""

    EVERYBODY = "everybody"
    COMPANY = "company"
    ADDRESS = "address"


class Shares:
    """A limited amount in one process: of bytes on the disk, or of threads that stream. Threads may share it."""

    def __init__(self, total: int, *, per_address: int, per_company: int) -> None:
        self._free = total
        self._per_address = per_address
        self._per_company = per_company
        self._by_address: Counter[str] = Counter()
        self._by_company: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, client: Client, amount: int = 1) -> Full | None:
        """Take the whole amount or nothing. Returns None if it was taken."""
        with self._lock:
            if amount > self._free:
                full = Full.EVERYBODY
            elif self._by_company[client.company] + amount > self._per_company:
                full = Full.COMPANY
            elif self._by_address[client.address] + amount > self._per_address:
                full = Full.ADDRESS
            else:
                self._change(client, amount)
                return None
            self._forget_idle(client)
            return full

    def give_back(self, client: Client, amount: int = 1) -> None:
        with self._lock:
            self._change(client, -amount)
            self._forget_idle(client)

    def _change(self, client: Client, amount: int) -> None:
        self._free -= amount
        self._by_address[client.address] += amount
        self._by_company[client.company] += amount

    def _forget_idle(self, client: Client) -> None:
        """Forget clients that hold nothing. Strangers choose hosts and addresses, so the counters must not grow."""
        for held, key in ((self._by_address, client.address), (self._by_company, client.company)):
            if not held[key]:
                del held[key]
