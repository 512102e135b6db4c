"""A scarce thing, shared so that neither one address nor one company can take all of it."""

import threading
from collections import Counter
from enum import Enum

from .client import Client


class Full(Enum):
    """Whose share is used up."""

    EVERYBODY = "everybody"
    COMPANY = "company"
    ADDRESS = "address"


class Shares:
    """So much of something in one process: bytes on the disk, or threads that stream. Safe to use from threads."""

    def __init__(self, total: int, *, per_address: int, per_company: int) -> None:
        self._free = total
        self._per_address = per_address
        self._per_company = per_company
        self._by_address: Counter[str] = Counter()
        self._by_company: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, client: Client, amount: int = 1) -> Full | None:
        """Take it all or nothing; None says that it was taken."""
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
        """Hosts and addresses are what strangers say: those that hold nothing take no memory."""
        for held, key in ((self._by_address, client.address), (self._by_company, client.company)):
            if not held[key]:
                del held[key]
