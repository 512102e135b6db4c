"""What rooms above add to the demonstration of a company. Each registers a teller in its `apps.py`."""

from collections.abc import Callable

from accounts.models import User

from .companies import Demo
from .telling import Cast

# Called inside the company, after its stories, with its administrator.
Teller = Callable[[Demo, Cast, User], None]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def tell(demo: Demo, cast: Cast, administrator: User) -> None:
    for teller in _TELLERS:
        teller(demo, cast, administrator)
