"""The chain of a company's protocols, which consists of numbers and hashes and tells nothing about people.

A protocol names the hash of the one before it, but only a person who has all protocols can follow that. So it also
names the sum of the chain before it: each sum is the hash of the last sum and the next protocol's hash. With the list
of hashes anybody can recompute the sums and compare them with the one in the protocol and those that were emailed.
"""

import hashlib
from collections.abc import Iterable, Iterator

from django.db import connection

from ..crypto.pep import GENESIS
from ..models import Protocol


def grown(total: str, sha256: str) -> str:
    """The sum of a chain after one more protocol with this hash."""
    return hashlib.sha256(f"{total}{sha256}".encode()).hexdigest()


def sums(links: Iterable[str]) -> Iterator[str]:
    """The sum after each of these protocols, from the first one on."""
    total = GENESIS
    for sha256 in links:
        total = grown(total, sha256)
        yield total


def links() -> Iterator[str]:
    """Hashes of all protocols, in their order."""
    return Protocol.objects.order_by("number").values_list("sha256", flat=True).iterator()


def sum_of(last: Protocol | None) -> str:
    """The sum after this protocol, which is the last one. It is recomputed if the row is older than the sums."""
    if last is None:
        return GENESIS
    return last.chain or [*sums(links())][-1]


def lock() -> None:
    """Let nobody else add a protocol to the company's chain until the transaction ends: numbers must have no gaps."""
    assert connection.in_atomic_block  # noqa: S101  (outside of a transaction the lock would end at once)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Protocol._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
