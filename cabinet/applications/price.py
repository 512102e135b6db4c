"""What a connection may cost, beside the steps of an application. A room above knows prices and registers itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .standing import Standing


@dataclass(frozen=True)
class Estimate:
    """An approximate price: the sum in words, and each step."""

    sum: str
    steps: Sequence[str]


# Of an application that stands so and asks for so much power; None while too little is answered.
Teller = Callable[[Standing, Decimal], Estimate | None]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def estimate_of(standing: Standing, power: Decimal | None) -> Estimate | None:
    if power is None or standing.category is None:
        return None
    return next((told for teller in _TELLERS if (told := teller(standing, power)) is not None), None)
