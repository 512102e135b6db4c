"""What rooms above add to the card of an invoice: ways to pay online, marks of the accountant, payments.

Each registers a teller in its `apps.py`; none is known here by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User

from .models import Invoice


@dataclass(frozen=True)
class Block:
    """A template and what it shows; the template knows it as `block`, and `invoice`."""

    template: str
    shown: Mapping[str, Any]


Teller = Callable[[Invoice, User], list[Block]]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def blocks_of(invoice: Invoice, user: User) -> list[Block]:
    return [block for teller in _TELLERS for block in teller(invoice, user)]
